namespace MsLite.Harness;

/// <summary>Where the project's own tree lies: the folder of MsLite.Web.sln above the running test.</summary>
public static class RepositoryRoot
{
    private static readonly string s_path = Find();

    public static string Path => s_path;

    /// <summary>A path below the root, from its parts.</summary>
    public static string Join(params string[] parts) => System.IO.Path.Combine([s_path, .. parts]);

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(System.IO.Path.Combine(folder.FullName, "MsLite.Web.sln")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No MsLite.Web.sln above {AppContext.BaseDirectory}: run the tests from a clone.");
    }
}
