namespace MsLite.Mail.Auth.Dkim;

/// <summary>A signature as read: either usable, or with the fault that makes it useless.</summary>
/// <param name="Tags">What could be read of it, to name it in the result.</param>
internal sealed record ParsedSignature(DkimSignature? Signature, SignatureFault? Fault, TagList? Tags);
