namespace MsLite.Harness;

/// <summary>
/// The test material that lies beside the project (../shared/data, or the folder that MSLITE_SHARED names). It is not part of
/// the project: a test that needs it is skipped, with a reason, where it is absent.
/// </summary>
public static class SharedData
{
    public const string Variable = "MSLITE_SHARED";

    /// <summary>The data folder, or null when there is none.</summary>
    public static string? Root { get; } = Find();

    public static bool IsPresent => Root is not null;

    /// <summary>Why a test that needs the material is skipped; null when it can run. For <c>FactAttribute.Skip</c>.</summary>
    public static string? SkipReason =>
        IsPresent ? null : $"The shared test material is absent: put it at ../shared/data, or name its folder in {Variable}.";

    /// <summary>A path below the data folder. Throws when there is none: ask <see cref="IsPresent"/> first.</summary>
    public static string Join(params string[] parts) =>
        Path.Combine([Root ?? throw new DirectoryNotFoundException(SkipReason), .. parts]);

    private static string? Find()
    {
        var named = Environment.GetEnvironmentVariable(Variable);
        string[] candidates = string.IsNullOrEmpty(named)
            ? [RepositoryRoot.Join("..", "shared", "data")]
            : [Path.Combine(named, "data"), named];

        return candidates.Select(Path.GetFullPath).FirstOrDefault(Directory.Exists);
    }
}
