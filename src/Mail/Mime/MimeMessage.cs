namespace MsLite.Mail.Mime;

/// <summary>A message as it was received, taken apart without ever failing: what is wrong with it stands in <see cref="Defects"/>.</summary>
public sealed class MimeMessage
{
    private MimeMessage()
    {
    }

    /// <summary>Parses <paramref name="content"/> (seekable, CR LF line ends expected, bare LF understood) within <paramref name="limits"/>.</summary>
    public static MimeMessage Parse(Stream content, MimeLimits? limits = null) => throw new NotImplementedException();

    /// <summary>The fields of the message's own header, in order, as raw bytes and decoded on demand.</summary>
    public HeaderList Headers { get; } = new();

    /// <summary>Where the body begins in the content: behind the empty line.</summary>
    public long BodyOffset { get; }

    /// <summary>What is malformed, each once, in words for an operator.</summary>
    public IReadOnlyList<string> Defects { get; } = [];
}
