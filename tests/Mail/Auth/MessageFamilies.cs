using MsLite.Harness;
using MsLite.Mail.Auth;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Auth;

/// <summary>Families of files NN-name.{eml,dns,result} below tests/Corpus.</summary>
internal static class MessageFamilies
{
    public static IEnumerable<string> Names(string folder) =>
        Directory.EnumerateFiles(Folder(folder), "*.eml").Select(path => Path.GetFileNameWithoutExtension(path)!).Order(StringComparer.Ordinal);

    public static (SignedContent Content, FakeDns Dns, List<string> Expected) Read(string folder, string name)
    {
        var path = Path.Combine(Folder(folder), name);
        var bytes = File.ReadAllBytes(path + ".eml");
        var dns = new FakeDns();
        foreach (var line in File.ReadLines(path + ".dns"))
        {
            Scenarios.AddTo(dns, line);
        }

        return (new SignedContent(MimeMessage.Parse(bytes), new MemoryStream(bytes)), dns, [.. File.ReadLines(path + ".result").Where(line => line[0] != '#')]);
    }

    private static string Folder(string folder) => RepositoryRoot.Join("tests", "Corpus", folder);
}
