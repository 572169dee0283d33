namespace MsLite.Browser.Tests;

/// <summary>The program with each of its texts in brackets.</summary>
public sealed class BracketedPanel : Panel
{
    protected override IReadOnlyDictionary<string, string> Environment => new Dictionary<string, string> { ["MSLITE_WORDS"] = "bracketed" };
}
