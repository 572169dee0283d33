using System.Diagnostics;
using System.Globalization;
using MsLite.Filter.State;

namespace MsLite.Benchmarks.Browse;

/// <summary>
/// The program over a large quarantine that somebody else has made, with a policy tree of as many domains and a journal of as many rows
/// beside it. Tree, journal and search index stay in their folder for the next time.
/// </summary>
internal sealed class BrowseWorld : IDisposable
{
    public const int Domains = 2_000;
    public const int Users = 10_000;
    public const int Rows = 1_000_000;
    public const string Password = "correct horse battery";

    /// <summary>Milliseconds between two messages: all of them are of the last four weeks.</summary>
    private const int Between = 2_400;

    private readonly Server _sink = Server.StartSink();
    private readonly SlowNameServer _dns = new(TimeSpan.Zero);
    private readonly Server _program;

    private BrowseWorld(string spam, string folder)
    {
        var http = Server.FreePort();
        var password = Path.Combine(folder, "password");
        File.WriteAllText(password, Password);
        _program = Server.StartProgram(folder, _sink.Port, _dns.Address, $"{Options(spam)} --MsLite:Admin:PasswordFile={password}", http);
        Address = new Uri($"http://127.0.0.1:{http}");
    }

    /// <summary>Where the panel is.</summary>
    public Uri Address { get; }

    /// <summary>Resident memory of the program in MB.</summary>
    public double Memory => _program.Memory;

    /// <param name="spam">Nothing in it is changed: nothing expires, no mail comes.</param>
    /// <param name="folder">Is filled when it is empty.</param>
    public static async Task<BrowseWorld> OpenAsync(string spam, string folder)
    {
        var clock = Stopwatch.StartNew();
        var state = Directory.CreateDirectory(Path.Combine(folder, "state")).FullName;
        if (!Directory.Exists(Path.Combine(folder, "srv")))
        {
            PolicyGenerator.Write(Path.Combine(folder, "srv"), Domains, Users);
            await FillJournalAsync(Path.Combine(state, "state.db"));
            Reindex(spam, folder);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Domains} domains, {Rows} rows of the journal and the search index made in {clock.Elapsed.TotalSeconds:F0} s"));
        }

        return new BrowseWorld(spam, folder);
    }

    public void Dispose()
    {
        _program.Dispose();
        _dns.Dispose();
        _sink.Dispose();
    }

    private static string Options(string spam) => $"--MsLite:SpamRoot={spam} --MsLite:Quarantine:Days=36500";

    /// <summary>A tenth of the mail is for the domain with the many users.</summary>
    private static async Task FillJournalAsync(string path)
    {
        await using var database = StateDatabase.OfFile(path);
        await JournalGenerator.FillAsync(
            database,
            Rows,
            domain: $"CASE i % 10 WHEN 0 THEN 'domain0.example' ELSE 'domain' || (i % {Domains}) || '.example' END",
            time: string.Create(CultureInfo.InvariantCulture, $"{DateTimeOffset.UtcNow.ToUnixTimeMilliseconds()} - i * {Between}"));
    }

    private static void Reindex(string spam, string folder)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "MsLite.Web.dll");
        using var process = Process.Start("dotnet", $"{program} quarantine reindex --MsLite:SrvRoot={folder}/srv --MsLite:StateRoot={folder}/state {Options(spam)}");
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"The index was not made: {process.ExitCode}.");
        }
    }
}
