namespace MsLite.Mail.Mime;

/// <summary>How a part wants to be shown (RFC 2183).</summary>
public sealed class ContentDisposition
{
    private ContentDisposition(string disposition, MimeParameters parameters)
    {
        Disposition = disposition;
        Parameters = parameters;
    }

    /// <summary>In lower case: <c>inline</c>, <c>attachment</c>, or whatever stands there.</summary>
    public string Disposition { get; }

    public MimeParameters Parameters { get; }

    // RFC 2183 §2.8: an unknown disposition is to be taken for an attachment.
    public bool IsAttachment => Disposition is not ("" or "inline" or "form-data");

    /// <summary>Text for display only, never a path.</summary>
    public string? FileName => Parameters["filename"];

    public static ContentDisposition Parse(string text)
    {
        var (value, parameters) = ParameterParser.Parse(text);
        return new ContentDisposition(value.ToLowerInvariant(), parameters);
    }

    public override string ToString() => Disposition;
}
