using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Joins the bytes of neighbouring encoded words before they become text: senders cut characters, and even base64, in two.</summary>
internal sealed class EncodedWordJoiner(StringBuilder result)
{
    private readonly List<byte> _bytes = [];
    private readonly StringBuilder _base64 = new();
    private string _charset = "";

    /// <summary>Whether the last thing seen was an encoded word.</summary>
    public bool IsOpen { get; private set; }

    public void Add(string charset, bool isBase64, ReadOnlySpan<char> content)
    {
        if (!charset.Equals(_charset, StringComparison.OrdinalIgnoreCase))
        {
            Close();
            _charset = charset;
        }

        IsOpen = true;
        if (isBase64)
        {
            AddBase64(content);
        }
        else
        {
            FinishBase64();
            AddQ(content);
        }
    }

    /// <summary>Writes what was gathered.</summary>
    public void Close()
    {
        FinishBase64();
        if (_bytes.Count > 0)
        {
            result.Append(Charset.Decode(_charset, System.Runtime.InteropServices.CollectionsMarshal.AsSpan(_bytes)));
            _bytes.Clear();
        }

        IsOpen = false;
    }

    private void AddBase64(ReadOnlySpan<char> content)
    {
        // A word that is whole by itself shows that the one before it only lacked its padding.
        if (content.Length % 4 == 0)
        {
            FinishBase64();
        }

        _base64.Append(content);
        if (_base64.Length % 4 == 0 || content.EndsWith("="))
        {
            FinishBase64();
        }
    }

    private void FinishBase64()
    {
        var group = 0;
        var bits = 0;
        foreach (var chunk in _base64.GetChunks())
        {
            foreach (var c in chunk.Span)
            {
                if (Base64Alphabet.Value(c) is var value and >= 0)
                {
                    group = ((group << 6) | value) & 0xffffff;
                    bits += 6;
                    if (bits >= 8)
                    {
                        bits -= 8;
                        _bytes.Add((byte)(group >> bits));
                    }
                }
                else if (c == '=')
                {
                    bits = 0;
                }
            }
        }

        _base64.Clear();
    }

    // RFC 2047 §4.2: "_" is a space, "=XX" an octet; everything else stands for itself.
    private void AddQ(ReadOnlySpan<char> content)
    {
        for (var i = 0; i < content.Length; i++)
        {
            var c = content[i];
            if (c == '=' && i + 2 < content.Length && char.IsAsciiHexDigit(content[i + 1]) && char.IsAsciiHexDigit(content[i + 2]))
            {
                _bytes.Add((byte)((Hex(content[i + 1]) << 4) | Hex(content[i + 2])));
                i += 2;
            }
            else
            {
                AddRaw(c);
            }
        }
    }

    private void AddRaw(char c)
    {
        if (c < 0x80)
        {
            _bytes.Add(c == '_' ? (byte)' ' : (byte)c);
            return;
        }

        // Unencoded text inside a word: it is text already, not octets of the word's charset.
        var charset = _charset;
        Close();
        result.Append(c);
        _charset = charset;
        IsOpen = true;
    }

    private static int Hex(char c) => c <= '9' ? c - '0' : (c & 0xdf) - 'A' + 10;
}
