namespace MsLite.Mail.Mime;

/// <summary>A message as it was received, taken apart without ever failing: what is wrong with it stands in <see cref="Defects"/>.</summary>
/// <remarks>Only the header is read at once; the tree of parts is built when it is first asked for. May be read from several threads.</remarks>
public sealed class MimeMessage
{
    private readonly MessageSource _source;
    private readonly MimeLimits _limits;
    private readonly MimeDefects _headerDefects;
    private readonly Lock _lock = new();
    private volatile MimePart? _root;
    private volatile Emptiness _emptiness;
    private MimeDefects _partDefects;

    private MimeMessage(MessageSource source, ReadOnlyMemory<byte> head, MimeLimits limits)
    {
        _source = source;
        _limits = limits;
        var scanner = HeaderScanner.Scan(head.Span, head.Length == source.Length, limits.MaxFields);
        Headers = new HeaderList(head, 0, scanner.Fields, scanner.Count);
        BodyOffset = scanner.BodyOffset;
        _headerDefects = scanner.Defects;
    }

    /// <summary>Parses <paramref name="content"/> (seekable, from its beginning, CR LF line ends expected, bare LF understood).</summary>
    /// <remarks>The stream stays the caller's; it must live, and its position be left alone, as long as the message is asked for its body.</remarks>
    public static MimeMessage Parse(Stream content, MimeLimits? limits = null)
    {
        limits ??= MimeLimits.Default;
        var source = new StreamSource(content);
        return new MimeMessage(source, HeaderReader.Read(source, limits.MaxHeaderBytes), limits);
    }

    /// <summary>Parses a message in memory. Nothing is copied, so the bytes must not change while the message is in use.</summary>
    public static MimeMessage Parse(ReadOnlyMemory<byte> content, MimeLimits? limits = null)
    {
        limits ??= MimeLimits.Default;
        var head = content.Length > limits.MaxHeaderBytes ? content[..limits.MaxHeaderBytes] : content;
        return new MimeMessage(new MemorySource(content), head, limits);
    }

    /// <summary>The fields of the message's own header, in order, as raw bytes and decoded on demand.</summary>
    public HeaderList Headers { get; }

    /// <summary>Where the body begins in the content: behind the empty line.</summary>
    public long BodyOffset { get; }

    /// <summary>What is malformed, each once, in words for an operator.</summary>
    public IReadOnlyList<string> Defects => MimeDefectTexts.Of(DefectFlags);

    /// <summary>What is malformed in the header and, once <see cref="Root"/> has been asked for, in the parts.</summary>
    public MimeDefects DefectFlags => _headerDefects | HeaderDefects.Of(Headers, BodyOffset) | _partDefects;

    /// <summary>The message as a tree of parts, built when first asked for, in one pass over the body.</summary>
    public MimePart Root => _root ?? BuildTree();

    /// <summary>Whether nothing but white space follows the header, and no attachment. Looked for once: all parts may have to be read for it.</summary>
    public bool IsEmptyBody()
    {
        if (_emptiness == Emptiness.NotKnown)
        {
            _emptiness = !EmptyBody.HasPlainText(_source, Headers, BodyOffset) && EmptyBody.Is(Root) ? Emptiness.Empty : Emptiness.NotEmpty;
        }

        return _emptiness == Emptiness.Empty;
    }

    /// <summary>The subject for people, or null without the field.</summary>
    public string? Subject => Headers.Find("Subject")?.Decoded;

    /// <summary>The Message-ID with its angle brackets, or null without the field.</summary>
    public string? MessageId => Headers.Find("Message-ID")?.Value;

    private MimePart BuildTree()
    {
        lock (_lock)
        {
            if (_root is null)
            {
                (var root, _partDefects) = MimeTreeParser.Parse(_source, Headers, BodyOffset, _limits);
                _root = root;
            }

            return _root;
        }
    }

    private enum Emptiness
    {
        NotKnown,
        Empty,
        NotEmpty,
    }
}
