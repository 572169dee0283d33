using Xunit;

namespace MsLite.Harness;

/// <summary>A program of the operating system that some tests talk to. Where it is absent those tests are skipped, with a reason.</summary>
public static class Tool
{
    private const string Postgres = "/usr/lib/postgresql";

    private static readonly string[] s_folders =
    [
        .. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/sbin",
        .. Directory.Exists(Postgres) ? Directory.EnumerateDirectories(Postgres).Select(version => Path.Combine(version, "bin")) : [],
    ];

    /// <summary>The full path, or null.</summary>
    public static string? Find(string name) => s_folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Null when all are there.</summary>
    public static string? SkipReason(params string[] names)
    {
        var missing = names.Where(name => Find(name) is null).ToList();
        return missing.Count == 0 ? null : $"Not installed: {string.Join(", ", missing)} (test.sh installs what Debian has).";
    }
}

/// <summary>A test that needs programs of the operating system, by name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolFactAttribute : FactAttribute
{
    public ToolFactAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = Tool.SkipReason(tools);
    }

    public IReadOnlyList<string> Tools { get; }
}

/// <summary>The same, with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ToolTheoryAttribute : TheoryAttribute
{
    public ToolTheoryAttribute(params string[] tools)
    {
        Tools = tools;
        Skip = Tool.SkipReason(tools);
    }

    public IReadOnlyList<string> Tools { get; }
}
