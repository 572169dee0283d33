namespace MsLite.Filter.Quarantine.View;

/// <summary>How much of a stored message is shown. Whatever is beyond it stands in the message itself, which can be downloaded whole.</summary>
internal static class ViewLimits
{
    /// <summary>Fields of the header.</summary>
    public const int Fields = 300;

    /// <summary>Characters of one field.</summary>
    public const int FieldText = 4000;

    /// <summary>Addresses of all address fields together.</summary>
    public const int Addresses = 200;

    /// <summary>Characters of a name, of a person or of a file.</summary>
    public const int Name = 200;

    /// <summary>Characters of text.</summary>
    public const int Text = 200_000;

    /// <summary>Bytes of a text part that are decoded.</summary>
    public const int TextBytes = 1 << 20;

    /// <summary>Bytes of the message's source.</summary>
    public const int Raw = 256 * 1024;

    public const int Attachments = 200;
}
