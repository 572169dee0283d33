namespace MsLite.Mail.Mime;

/// <summary>The fields of one header, in the order of the message.</summary>
public sealed class HeaderList
{
}
