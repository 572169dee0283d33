namespace MsLite.Filter.Quarantine;

/// <summary>Decides which texts from index lines and envelopes may become one component of a path below /spam.</summary>
internal static class SafeName
{
    public static bool IsSafe(string name) =>
        name.Length is > 0 and <= 255
        && name[0] != '.'
        && name is not ("*" or "_global_")
        && name.AsSpan().IndexOfAny('/', '\\') < 0
        && IndexText.Clean(name, most: 255) == name;
}
