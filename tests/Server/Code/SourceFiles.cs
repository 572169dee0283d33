using MsLite.Harness;

namespace MsLite.Web.Tests.Code;

/// <summary>The project's own text files, without what a build or a run leaves behind.</summary>
internal static class SourceFiles
{
    private static readonly HashSet<string> s_foreign = ["bin", "obj", ".git", "data", "packages", "TestResults"];

    /// <summary>Full paths below folders of the repository, of the given extensions (".cs").</summary>
    public static IReadOnlyList<string> Below(IEnumerable<string> folders, params string[] extensions) =>
        [.. folders.SelectMany(folder => Walk(new DirectoryInfo(RepositoryRoot.Join(folder))))
            .Where(path => extensions.Contains(Path.GetExtension(path)))
            .Order(StringComparer.Ordinal)];

    /// <summary>For messages: the path as seen from the root.</summary>
    public static string Shown(string path) => Path.GetRelativePath(RepositoryRoot.Path, path);

    private static IEnumerable<string> Walk(DirectoryInfo folder) =>
        !folder.Exists ? [] : folder.EnumerateFiles().Select(file => file.FullName)
            .Concat(folder.EnumerateDirectories().Where(inner => !s_foreign.Contains(inner.Name)).SelectMany(Walk));
}
