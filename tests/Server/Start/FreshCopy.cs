using System.Net;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.Start;

/// <summary>The README's first command, on a copy of the tree that nobody has built: it compiles in a way of its own (decision 0018), which no other test uses.</summary>
public sealed partial class FreshCopy : IAsyncLifetime
{
    private ChildProcess? _program;

    public TempTree Tree { get; } = new();

    public IPEndPoint Smtp { get; private set; } = null!;

    public Uri Panel { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        CopySources(Tree.Root);
        string[] command = ["run", "--project", "src/Server", "--", "--MsLite:Smtp:Listen=127.0.0.1:0", "--MsLite:Http:Listen=http://127.0.0.1:0"];
        _program = await ChildProcess.StartAsync("dotnet", command, Tree.Root);
        await _program.WaitForOutputAsync(output => SmtpLine().IsMatch(output) && PanelLine().IsMatch(output), TimeSpan.FromMinutes(5));
        Smtp = IPEndPoint.Parse(SmtpLine().Match(_program.Output).Groups["address"].Value);
        Panel = new Uri(PanelLine().Match(_program.Output).Groups["address"].Value);
    }

    public async Task DisposeAsync()
    {
        if (_program is not null)
        {
            await _program.StopAsync(TimeSpan.FromSeconds(40));
            await _program.DisposeAsync();
        }

        Tree.Dispose();
    }

    private static void CopySources(string target)
    {
        var root = RepositoryRoot.Path;
        foreach (var file in Directory.EnumerateFiles(root).Concat(Sources(Path.Combine(root, "src"))).Concat(Sources(Path.Combine(root, "wwwroot"))))
        {
            var copy = Path.Combine(target, Path.GetRelativePath(root, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    private static IEnumerable<string> Sources(string folder) =>
        Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(inner => Path.GetFileName(inner) is not ("bin" or "obj")).SelectMany(Sources));

    [GeneratedRegex(@"SMTP\s+(?<address>127\.0\.0\.1:[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex SmtpLine();

    [GeneratedRegex(@"Panel\s+(?<address>http://127\.0\.0\.1:[1-9]\d*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PanelLine();
}
