namespace MsLite.Browser.Tests;

/// <summary>The program on empty directories, before anybody has opened its set-up link.</summary>
public sealed class FreshPanel : Panel
{
    protected override bool IsSetUp => false;
}
