using System.Text;

namespace MsLite.Mail.Mime;

/// <summary>One node of a message's tree: a leaf with content, a multipart, or a message inside the message.</summary>
public sealed class MimePart
{
    private readonly MessageSource _source;
    private readonly List<MimePart> _children = [];
    private string? _fileName;
    private bool _isFileNameKnown;

    internal MimePart(MessageSource source, HeaderList headers, long offset, long bodyOffset, ContentType contentType)
    {
        _source = source;
        Headers = headers;
        Offset = offset;
        BodyOffset = bodyOffset;
        ContentType = contentType;
        var disposition = headers.Find("Content-Disposition");
        Disposition = disposition is null ? null : ContentDisposition.Parse(disposition.Latin1Value);
        var encoding = headers.Find("Content-Transfer-Encoding");
        IsEncodingKnown = TransferDecoder.TryParse(encoding?.Latin1Value ?? "", out var known);
        TransferEncoding = known;
    }

    /// <summary>The part's own fields; for the root, the message's.</summary>
    public HeaderList Headers { get; }

    public ContentType ContentType { get; }

    /// <summary>Null without the field.</summary>
    public ContentDisposition? Disposition { get; }

    public TransferEncoding TransferEncoding { get; }

    /// <summary>Where the part's header begins in the message, in bytes.</summary>
    public long Offset { get; }

    /// <summary>Where the part's content begins in the message, in bytes.</summary>
    public long BodyOffset { get; }

    /// <summary>Bytes of the content as they stand in the message, without the line end that belongs to the next boundary.</summary>
    public long BodyLength { get; internal set; }

    /// <summary>The parts of a multipart, or the one message of a message part. Empty for a leaf.</summary>
    public IReadOnlyList<MimePart> Children => _children;

    /// <summary>Whether this is a multipart in which its boundary really occurs.</summary>
    public bool IsMultipart { get; internal set; }

    /// <summary>The name it wants to be saved under: text for display only, never a path. Null without one.</summary>
    public string? FileName
    {
        get
        {
            if (!_isFileNameKnown)
            {
                var name = Disposition?.FileName ?? ContentType.Name;
                _fileName = string.IsNullOrWhiteSpace(name) ? null : name.Trim();
                _isFileNameKnown = true;
            }

            return _fileName;
        }
    }

    /// <summary>Whether this leaf, or message, says it is a file: by its disposition, or by having a file name.</summary>
    public bool IsAttachment => !IsMultipart && (Disposition?.IsAttachment == true || FileName is not null);

    internal bool IsEncodingKnown { get; }

    /// <summary>This part and all parts in it, in the order of the message.</summary>
    public IEnumerable<MimePart> All()
    {
        yield return this;
        foreach (var child in _children)
        {
            foreach (var part in child.All())
            {
                yield return part;
            }
        }
    }

    /// <summary>The content with its transfer encoding undone. Multiparts and messages are not encoded, whatever they say.</summary>
    public Stream OpenDecoded() =>
        new DecodedStream(_source, BodyOffset, BodyLength, _children.Count > 0 || IsMultipart ? TransferEncoding.Identity : TransferEncoding);

    /// <summary>At most <paramref name="maxBytes"/> of the decoded content.</summary>
    public byte[] ReadBytes(int maxBytes)
    {
        using var content = OpenDecoded();
        var buffer = new byte[Math.Min(maxBytes, BodyLength + TransferDecoder.MaxHeld)];
        return buffer[..content.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)];
    }

    /// <summary>The decoded content as text in its declared charset, from at most <paramref name="maxBytes"/> bytes. Line ends and controls as they are.</summary>
    public string ReadText(int maxBytes)
    {
        var bytes = ReadBytes(maxBytes);
        var text = ContentType.Charset is { } charset ? Charset.Decode(charset, bytes) : Charset.DecodeUnknown(bytes);
        return text.Length > 0 && text[0] == '\ufeff' ? text[1..] : text;
    }

    internal void Add(MimePart child) => _children.Add(child);

    internal Encoding? DeclaredCharset => ContentType.Charset is { } name ? Charset.Find(name) : null;
}
