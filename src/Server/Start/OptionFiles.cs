using System.Security.Cryptography;

namespace MsLite.Web.Start;

/// <summary>
/// The files in which options stand. They are told apart by what is in them: that sees an editor that renames, a link that leads elsewhere and a
/// disk of another machine alike, where neither the times of a file nor the kernel's notes can be relied on.
/// </summary>
internal static class OptionFiles
{
    private const string FileName = "appsettings.json";

    /// <summary>Beside the program, then in the current directory; the later wins. Neither need exist.</summary>
    public static IReadOnlyList<string> Paths { get; } =
        [.. new[] { AppContext.BaseDirectory, Environment.CurrentDirectory }.Select(directory => Path.Combine(directory, FileName)).Distinct(StringComparer.Ordinal)];

    /// <summary>Those that exist, for a sentence.</summary>
    public static string Named => string.Join(" and ", Paths.Where(File.Exists)) is { Length: > 0 } names ? names : $"no {FileName}";

    /// <summary>The same for as long as nothing in the files changes.</summary>
    public static string Print() => string.Join('\n', Paths.Select(Print));

    private static string Print(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            return Convert.ToHexString(SHA256.HashData(file));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            return fault.Message;
        }
    }
}
