namespace MsLite.Filter.Quarantine.View;

/// <summary>One field of the header, for people. No control character and no mark that turns the writing's direction is in any of its texts.</summary>
/// <param name="Decoded">Encoded words decoded (RFC 2047), in one line.</param>
/// <param name="Raw">As it was received, folds and all.</param>
public sealed record ViewedField(string Name, string Decoded, string Raw);

/// <summary>One address of the header. What stands in it was chosen by the sender.</summary>
/// <param name="Field">The field it stands in, such as "From".</param>
/// <param name="DisplayName">Empty where there is none.</param>
public sealed record ViewedAddress(string Field, string DisplayName, string Address);
