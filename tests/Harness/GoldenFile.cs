using System.Text;
using Xunit;

namespace MsLite.Harness;

/// <summary>Compares text with a file of the repository; with UPDATE_GOLDEN=1 the file is rewritten instead.</summary>
public static class GoldenFile
{
    /// <param name="relative">Below the repository's root, e.g. "tests/Filter/Checks/names.golden".</param>
    public static void AssertEqual(string relative, string actual)
    {
        var path = RepositoryRoot.Join(relative);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            return;
        }

        Assert.True(File.Exists(path), $"{relative} is missing: run the tests once with UPDATE_GOLDEN=1 and look at what was written.");
        Assert.Equal(File.ReadAllText(path), actual);
    }
}
