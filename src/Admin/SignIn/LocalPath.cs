namespace MsLite.Admin.SignIn;

/// <summary>Where to go after the sign-in: a path of ours, or the overview. An address of another site would make us its accomplice.</summary>
internal static class LocalPath
{
    public static string Of(string? text) =>
        text is ['/', .. var rest] && !rest.StartsWith('/') && !rest.Contains('\\', StringComparison.Ordinal) && !rest.Any(char.IsControl)
            ? text
            : AdminUrls.Overview;
}
