using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>Builds the tree of parts in one pass over the body, within the limits. Recursion is as deep as the limit, not as the message.</summary>
internal sealed class MimeTreeParser : IDisposable
{
    private readonly MessageSource _source;
    private readonly MimeLimits _limits;
    private readonly BoundaryReader _reader;
    private long _headerBytesLeft;
    private int _parts = 1;
    private bool _isStopped;

    private MimeTreeParser(MessageSource source, MimeLimits limits)
    {
        _source = source;
        _limits = limits;
        _reader = new BoundaryReader(source);
        _headerBytesLeft = limits.MaxHeaderBytes;
    }

    public MimeDefects Defects { get; private set; }

    public static (MimePart Root, MimeDefects Defects) Parse(MessageSource source, HeaderList headers, long bodyOffset, MimeLimits limits)
    {
        using var parser = new MimeTreeParser(source, limits);
        var root = parser.ToPart(headers, 0, bodyOffset, ContentType.Default);
        parser.Body(root, 0);
        return (root, parser.Defects);
    }

    public void Dispose() => _reader.Dispose();

    /// <summary>Finds where <paramref name="part"/> ends and what is in it; gives the line that ended it.</summary>
    private BoundaryLine Body(MimePart part, int depth)
    {
        var end = IsContainer(part, depth)
            ? part.ContentType.IsMessage ? Message(part, depth) : Multipart(part, depth)
            : _reader.Find(part.BodyOffset);
        part.BodyLength = Math.Max(0, ContentEnd(end) - part.BodyOffset);
        return end;
    }

    private bool IsContainer(MimePart part, int depth)
    {
        var type = part.ContentType;
        if (!type.IsMultipart && !type.IsMessage)
        {
            return false;
        }

        var isEncoded = part.TransferEncoding != TransferEncoding.Identity;
        Defects |= isEncoded ? MimeDefects.EncodedMultipart : MimeDefects.None;
        if (depth >= _limits.MaxDepth)
        {
            Defects |= MimeDefects.TooDeep;
            return false;
        }

        // RFC 2046 §5.2.1 forbids encoding a message; where one is encoded all the same, its inside is only seen decoded.
        return !(type.IsMessage && isEncoded);
    }

    private BoundaryLine Message(MimePart part, int depth)
    {
        if (!TryTakePart())
        {
            return _reader.Find(part.BodyOffset);
        }

        var child = Part(part.BodyOffset, ContentType.Default);
        part.Add(child);
        return Body(child, depth + 1);
    }

    private BoundaryLine Multipart(MimePart part, int depth)
    {
        if (!TryPushBoundary(part.ContentType))
        {
            return _reader.Find(part.BodyOffset);
        }

        var level = _reader.Boundaries.Count - 1;
        var line = _reader.Find(part.BodyOffset);
        part.IsMultipart = line.Level == level;
        Defects |= part.IsMultipart ? MimeDefects.None : MimeDefects.BoundaryNotFound;

        var inner = part.ContentType.Subtype == "digest" ? ContentType.DigestDefault : ContentType.Default;
        // A boundary with nothing behind it, where a message was cut off, begins no part.
        while (line.Level == level && !line.IsClose && line.Next < _source.Length && TryTakePart())
        {
            var child = Part(line.Next, inner);
            part.Add(child);
            line = Body(child, depth + 1);
        }

        _reader.Boundaries.RemoveAt(level);
        if (line.Level == level && line.IsClose)
        {
            // Behind the closing line stands the epilogue, which nobody is shown.
            return _reader.Find(line.Next);
        }

        Defects |= part.IsMultipart && !_isStopped ? MimeDefects.UnterminatedMultipart : MimeDefects.None;
        return line.Level == level ? _reader.End() : line;
    }

    private bool TryTakePart()
    {
        _isStopped |= _parts >= _limits.MaxParts;
        Defects |= _isStopped ? MimeDefects.TooManyParts : MimeDefects.None;
        _parts++;
        return !_isStopped;
    }

    private bool TryPushBoundary(ContentType type)
    {
        var text = type.Boundary?.Trim(' ', '\t', '\r', '\n') ?? "";
        if (text.Length is 0 or > BoundaryReader.MaxBoundary || text.AsSpan().ContainsAnyExceptInRange('\0', '\xff'))
        {
            Defects |= MimeDefects.MissingBoundary;
            return false;
        }

        var boundary = Encoding.Latin1.GetBytes(text);
        Defects |= _reader.Boundaries.Exists(outer => IsAmbiguous(outer, boundary)) ? MimeDefects.AmbiguousBoundary : MimeDefects.None;
        _reader.Boundaries.Add(boundary);
        return true;
    }

    /// <summary>Whether a line can be read as either of the two.</summary>
    private static bool IsAmbiguous(ReadOnlySpan<byte> outer, ReadOnlySpan<byte> inner) =>
        inner.StartsWith(outer) ? inner[outer.Length..] is [] or [(byte)'-', (byte)'-'] : outer.StartsWith(inner) && outer[inner.Length..] is [(byte)'-', (byte)'-'];

    private MimePart Part(long offset, ContentType defaultType)
    {
        var end = _reader.FindHeaderEnd(offset, _headerBytesLeft);
        var head = Bytes(offset, (int)(end - offset));
        _headerBytesLeft -= head.Length;
        Defects |= _headerBytesLeft == 0 ? MimeDefects.HeaderTooLong : MimeDefects.None;

        var scanner = HeaderScanner.Scan(head.Span, isWhole: true, _limits.MaxFields);
        var headers = new HeaderList(head, offset, scanner.Fields, scanner.Count);
        Defects |= scanner.Defects | HeaderDefects.Of(headers, scanner.BodyOffset);
        return ToPart(headers, offset, offset + scanner.BodyOffset, defaultType);
    }

    private MimePart ToPart(HeaderList headers, long offset, long bodyOffset, ContentType defaultType)
    {
        var field = headers.Find("Content-Type");
        var type = field is null ? defaultType : ContentType.Parse(field.Latin1Value);
        var part = new MimePart(_source, headers, offset, bodyOffset, type);
        Defects |= (type.IsMalformed ? MimeDefects.MalformedContentType : MimeDefects.None)
            | (type.Parameters.HasRepeated || part.Disposition?.Parameters.HasRepeated == true ? MimeDefects.RepeatedParameter : MimeDefects.None)
            | (part.IsEncodingKnown ? MimeDefects.None : MimeDefects.UnknownTransferEncoding);
        return part;
    }

    private ReadOnlyMemory<byte> Bytes(long offset, int length)
    {
        if (_source.TryGetMemory(out var memory))
        {
            return memory.Slice((int)offset, length);
        }

        var bytes = new byte[length];
        return bytes.AsMemory(0, _source.Read(offset, bytes));
    }

    // RFC 2046 §5.1.1: the line end in front of a boundary belongs to the boundary.
    private long ContentEnd(BoundaryLine line)
    {
        Span<byte> before = stackalloc byte[2];
        if (line.Level < 0 || line.Offset < 2 || _source.Read(line.Offset - 2, before) < 2 || before[1] != (byte)'\n')
        {
            return line.Offset;
        }

        return line.Offset - (before[0] == (byte)'\r' ? 2 : 1);
    }
}
