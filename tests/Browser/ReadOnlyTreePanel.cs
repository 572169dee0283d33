using MsLite.Harness;

namespace MsLite.Browser.Tests;

/// <summary>The program over a policy tree on a disk of its own.</summary>
internal sealed class ReadOnlyTreePanel(SmallDisk disk) : Panel
{
    protected override IEnumerable<(string Key, string Value)> Options => [("SrvRoot", disk.Root)];
}
