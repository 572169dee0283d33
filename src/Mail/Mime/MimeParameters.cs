using System.Text;
using System.Text.Unicode;

namespace MsLite.Mail.Mime;

/// <summary>The parameters of a Content-Type or Content-Disposition, RFC 2231 pieces put together. Names are compared without regard to case.</summary>
public sealed class MimeParameters
{
    private readonly Dictionary<string, ParameterValue> _values = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a parameter stood twice, so that readers may choose differently. The first counts.</summary>
    public bool HasRepeated { get; private set; }

    public int Count => _values.Count;

    /// <summary>The parameters' names, first to last, as written.</summary>
    public IEnumerable<string> Names => _values.Keys;

    /// <summary>The decoded value, or null.</summary>
    public string? this[string name] => _values.TryGetValue(name, out var value) ? value.ToText() : null;

    /// <summary>The value as it stands, one character per byte, or null: boundaries are compared as bytes.</summary>
    internal string? Raw(string name) => _values.TryGetValue(name, out var value) ? value.ToRaw() : null;

    internal void Add(string name, string value)
    {
        // RFC 2231 §3, §4: name*N for the pieces of a long value, a final * where it is percent-encoded.
        var isEncoded = name.EndsWith('*');
        var plain = isEncoded ? name[..^1] : name;
        var piece = -1;
        var star = plain.LastIndexOf('*');
        if (star > 0 && int.TryParse(plain.AsSpan(star + 1), System.Globalization.NumberStyles.None, provider: null, out var number))
        {
            piece = number;
            plain = plain[..star];
        }

        if (plain.Length == 0 || plain.Contains('*', StringComparison.Ordinal))
        {
            return;
        }

        if (!_values.TryGetValue(plain, out var existing))
        {
            _values.Add(plain, existing = new ParameterValue());
        }

        HasRepeated |= !existing.TryAdd(piece, isEncoded, value);
    }

    private sealed class ParameterValue
    {
        private SortedList<int, (bool IsEncoded, string Text)>? _pieces;
        private string? _plain;
        private string? _extended;

        public bool TryAdd(int piece, bool isEncoded, string text)
        {
            if (piece >= 0)
            {
                return (_pieces ??= []).TryAdd(piece, (isEncoded, text));
            }

            var isFree = isEncoded ? _extended is null : _plain is null;
            if (isFree && isEncoded)
            {
                _extended = text;
            }
            else if (isFree)
            {
                _plain = text;
            }

            return isFree;
        }

        // RFC 6266 §4.3 says for HTTP what mail programs do too: the extended form wins over the plain one.
        public string ToText() => FieldText.Printable(
            _extended is not null ? Assemble([(true, _extended)], decode: true)
            : _plain is null || HasFirstPiece ? Assemble(Pieces(), decode: true)
            : Plain(_plain));

        public string ToRaw() =>
            _extended is not null ? Assemble([(true, _extended)], decode: false)
            : _plain ?? Assemble(Pieces(), decode: false);

        private bool HasFirstPiece => _pieces?.ContainsKey(0) == true;

        /// <summary>The pieces from 0 on up to the first gap.</summary>
        private IEnumerable<(bool IsEncoded, string Text)> Pieces()
        {
            var expected = 0;
            foreach (var (number, piece) in _pieces ?? [])
            {
                if (number != expected++)
                {
                    yield break;
                }

                yield return piece;
            }
        }

        private static string Plain(string text) => EncodedWord.Decode(Text(text));

        private static string Text(string text)
        {
            if (Ascii.IsValid(text) || text.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
            {
                return text;
            }

            var bytes = Encoding.Latin1.GetBytes(text);
            return Utf8.IsValid(bytes) ? Encoding.UTF8.GetString(bytes) : Charset.Decode(Charset.Windows1252, bytes);
        }

        private static string Assemble(IEnumerable<(bool IsEncoded, string Text)> pieces, bool decode)
        {
            var bytes = new StringBuilder();
            string? charset = null;
            var isFirst = true;
            foreach (var (isEncoded, text) in pieces)
            {
                // RFC 2231 §4.1: only the first piece names charset and language.
                var rest = text;
                if (isEncoded && isFirst)
                {
                    (charset, rest) = SplitCharset(text);
                }

                isFirst = false;
                bytes.Append(isEncoded ? PercentDecode(rest) : rest);
            }

            var raw = bytes.ToString();
            return !decode ? raw
                : string.IsNullOrEmpty(charset) ? charset is null ? Plain(raw) : Text(raw)
                : raw.AsSpan().ContainsAnyExceptInRange('\0', '\xff') ? raw
                : Charset.Decode(charset, Encoding.Latin1.GetBytes(raw));
        }

        private static (string Charset, string Text) SplitCharset(string text)
        {
            var first = text.IndexOf('\'', StringComparison.Ordinal);
            var second = first < 0 ? -1 : text.IndexOf('\'', first + 1);
            return first < 0 ? ("", text) : (text[..first], text[((second < 0 ? first : second) + 1)..]);
        }

        private static string PercentDecode(string text)
        {
            if (!text.Contains('%', StringComparison.Ordinal))
            {
                return text;
            }

            var result = new StringBuilder(text.Length);
            for (var i = 0; i < text.Length; i++)
            {
                if (text[i] == '%' && i + 2 < text.Length && char.IsAsciiHexDigit(text[i + 1]) && char.IsAsciiHexDigit(text[i + 2]))
                {
                    result.Append((char)Convert.ToByte(text.Substring(i + 1, 2), 16));
                    i += 2;
                }
                else
                {
                    result.Append(text[i]);
                }
            }

            return result.ToString();
        }
    }
}
