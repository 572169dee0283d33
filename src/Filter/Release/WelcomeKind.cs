using System.Text.Json.Serialization;

namespace MsLite.Filter.Release;

/// <summary>By which of its identities a sender is let in from now on.</summary>
[JsonConverter(typeof(LowerCaseEnumConverter<WelcomeKind>))]
public enum WelcomeKind
{
    Sender,
    Domain,
    Ip,
}
