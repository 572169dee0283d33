namespace MsLite.Web.Tests.Code;

/// <summary>Fails with the rule and each thing that breaks it, one a line.</summary>
internal static class Offenders
{
    public static void None<T>(string rule, IEnumerable<T> offenders)
    {
        var all = offenders.Select(offender => $"{offender}").ToList();
        Assert.True(all.Count == 0, $"{rule}\n  {string.Join("\n  ", all)}");
    }
}
