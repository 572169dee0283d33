using System.Security.Cryptography;
using System.Text;
using MsLite.Harness;

namespace MsLite.Fuzz.Tests;

/// <summary>Where inputs come from, and where those that crashed a target are kept.</summary>
internal static class FuzzCorpus
{
    private static readonly string s_crashes = RepositoryRoot.Join("tests", "Corpus", "crashes");

    public static IReadOnlyList<byte[]> Messages { get; } =
        [.. Directory.EnumerateFiles(RepositoryRoot.Join("tests", "Corpus", "messages")).Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    public static IReadOnlyList<byte[]> Texts(params string[] texts) => [.. texts.Select(Encoding.UTF8.GetBytes)];

    /// <summary>Keeps the input as a regression case and gives its path.</summary>
    public static string SaveCrash(IFuzzTarget target, byte[] data)
    {
        Directory.CreateDirectory(s_crashes);
        var path = Path.Combine(s_crashes, $"{target.Name}.{Convert.ToHexStringLower(SHA256.HashData(data))[..12]}");
        File.WriteAllBytes(path, data);
        return path;
    }

    /// <summary>Every input that once crashed this target.</summary>
    public static IEnumerable<(string Path, byte[] Data)> Crashes(IFuzzTarget target) =>
        Directory.Exists(s_crashes)
            ? Directory.EnumerateFiles(s_crashes, target.Name + ".*").Order(StringComparer.Ordinal).Select(path => (path, File.ReadAllBytes(path)))
            : [];
}
