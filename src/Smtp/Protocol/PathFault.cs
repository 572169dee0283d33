namespace MsLite.Smtp.Protocol;

/// <summary>What is wrong with a path.</summary>
internal enum PathFault
{
    None,
    Syntax,

    /// <summary>RFC 5321 §4.5.3.1: local part over 64, domain over 255 or path over 256 octets.</summary>
    TooLong,
}
