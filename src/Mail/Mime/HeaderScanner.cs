using System.Runtime.InteropServices;

namespace MsLite.Mail.Mime;

/// <summary>Where one field lies in its header block.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FieldSpan(int Offset, int NameLength, int ValueOffset, int End);

/// <summary>Splits a header into fields without copying. Understands CR LF and bare LF line ends, and whatever stands in between.</summary>
internal ref struct HeaderScanner
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly bool _isWhole;
    private readonly int _maxFields;
    private int _junkOffset = -1;
    private int _junkFieldCount;
    private int _firstJunkOffset = -1;
    private int _firstJunkFieldCount;

    private HeaderScanner(ReadOnlySpan<byte> text, bool isWhole, int maxFields)
    {
        _text = text;
        _isWhole = isWhole;
        _maxFields = maxFields;
        Fields = [];
    }

    public FieldSpan[] Fields { get; private set; }

    public int Count { get; private set; }

    /// <summary>Where the body begins: behind the empty line, or at the first line that cannot be header any more.</summary>
    public int BodyOffset { get; private set; }

    public MimeDefects Defects { get; private set; }

    /// <summary>Scans from the beginning of <paramref name="text"/>, which may reach into the body.</summary>
    /// <param name="text">The message's beginning.</param>
    /// <param name="isWhole">Whether nothing follows <paramref name="text"/>; otherwise a header that fills it is too long.</param>
    /// <param name="maxFields">Fields beyond this number are not looked at.</param>
    public static HeaderScanner Scan(ReadOnlySpan<byte> text, bool isWhole, int maxFields)
    {
        var scanner = new HeaderScanner(text, isWhole, maxFields);
        scanner.Run();
        return scanner;
    }

    private void Run()
    {
        var position = SkipMboxLine();
        while (position < _text.Length)
        {
            var next = NextLine(position);
            if (IsEmptyLine(_text[position..next]))
            {
                End(next);
                return;
            }

            TakeLine(position, next);
            position = next;
        }

        EndWithoutEmptyLine();
    }

    private readonly int NextLine(int position)
    {
        var end = _text[position..].IndexOf((byte)'\n');
        return end < 0 ? _text.Length : position + end + 1;
    }

    private static bool IsEmptyLine(ReadOnlySpan<byte> line) => line is [(byte)'\n'] or [(byte)'\r', (byte)'\n'];

    /// <summary>Archives and local tools put an mbox separator, sometimes quoted, in front of the message.</summary>
    private int SkipMboxLine()
    {
        if (!_text.StartsWith("From "u8) && !_text.StartsWith(">From "u8))
        {
            return 0;
        }

        var next = NextLine(0);
        if (NameLength(_text[..next], out _) > 0)
        {
            return 0;
        }

        Defects |= MimeDefects.MboxFromLine;
        return next;
    }

    private void TakeLine(int position, int next)
    {
        if (_text[position] is (byte)' ' or (byte)'\t')
        {
            Continue(position, next);
            return;
        }

        var nameLength = NameLength(_text[position..next], out var colon);
        if (nameLength == 0)
        {
            Junk(position);
            return;
        }

        Add(new FieldSpan(position, nameLength, position + colon + 1, next));
        _junkOffset = -1;
    }

    private void Continue(int position, int next)
    {
        if (_junkOffset >= 0 || Count == 0)
        {
            Junk(position);
            return;
        }

        if (!Defects.HasFlag(MimeDefects.TooManyFields))
        {
            Fields[Count - 1] = Fields[Count - 1] with { End = next };
        }
    }

    private void Junk(int position)
    {
        if (_junkOffset >= 0)
        {
            return;
        }

        _junkOffset = position;
        _junkFieldCount = Count;
        if (_firstJunkOffset < 0)
        {
            _firstJunkOffset = position;
            _firstJunkFieldCount = Count;
        }
    }

    private void Add(FieldSpan field)
    {
        if (Count == _maxFields)
        {
            Defects |= MimeDefects.TooManyFields;
            return;
        }

        if (Count == Fields.Length)
        {
            var grown = new FieldSpan[Math.Max(16, Count * 2)];
            Fields.AsSpan(0, Count).CopyTo(grown);
            Fields = grown;
        }

        Fields[Count++] = field;
    }

    private void End(int bodyOffset)
    {
        BodyOffset = bodyOffset;
        if (_firstJunkOffset >= 0)
        {
            Defects |= MimeDefects.LineWithoutColon;
        }

        // Lines that are no fields, and no field after them: the empty line was forgotten, and this is the body's beginning.
        // With a field after them they are junk inside the header, which other readers skip too; a forged field behind such a
        // line must be seen here.
        if (_junkOffset >= 0)
        {
            BodyBeginsAt(_junkOffset, _junkFieldCount);
        }
    }

    private void EndWithoutEmptyLine()
    {
        BodyOffset = _text.Length;
        if (!_isWhole)
        {
            Defects |= MimeDefects.HeaderTooLong;
            return;
        }

        Defects |= MimeDefects.MissingEmptyLine;
        if (_firstJunkOffset >= 0)
        {
            BodyBeginsAt(_firstJunkOffset, _firstJunkFieldCount);
        }
    }

    private void BodyBeginsAt(int offset, int fieldCount)
    {
        BodyOffset = offset;
        Count = fieldCount;
        Defects |= MimeDefects.MissingEmptyLine;
    }

    /// <summary>Length of the field name at the beginning of <paramref name="line"/>, or 0 when the line is no field.</summary>
    private static int NameLength(ReadOnlySpan<byte> line, out int colon)
    {
        // RFC 5322 §3.6.8: printable ASCII except the colon.
        var length = 0;
        while (length < line.Length && line[length] is > 32 and < 127 and not (byte)':')
        {
            length++;
        }

        // RFC 5322 §4.5: obsolete fields may have white space in front of the colon.
        colon = length;
        while (colon < line.Length && line[colon] is (byte)' ' or (byte)'\t')
        {
            colon++;
        }

        return colon < line.Length && line[colon] == (byte)':' ? length : 0;
    }
}
