using MsLite.Mail.Mime;

namespace MsLite.Mail.Auth.Arc;

/// <summary>The three fields that one handler of the message added (RFC 8617 §4.2).</summary>
internal sealed record ArcSet(int Instance, HeaderField Results, HeaderField MessageSignature, HeaderField SealField, ArcSeal Seal);
