namespace MsLite.Harness;

/// <summary>
/// SpamAssassin's daemon of a test's own, on a free port, with rules of its own alone: what it says depends on words of the subject
/// (warm, hot).
/// </summary>
public sealed class PrivateSpamd : PrivateDaemon
{
    public const string Program = "spamd";

    private readonly int _port = FreePort.Take();

    private PrivateSpamd()
    {
        Tree.Folder("home");
        Tree.Touch("site/init.pre", "loadplugin Mail::SpamAssassin::Plugin::Check\n");
        Tree.Touch("rules/local.cf", """
            util_rb_tld com net org test
            required_score 5
            use_bayes 0
            header TEST_WARM Subject =~ /warm/
            score TEST_WARM 3.5
            header TEST_HOT Subject =~ /hot/
            score TEST_HOT 20

            """);
    }

    /// <summary>For the option Spamassassin:Server.</summary>
    public string Address => $"127.0.0.1:{_port}";

    public static Task<PrivateSpamd> StartAsync() => StartedAsync(new PrivateSpamd());

    protected override async Task<ChildProcess> RunAsync()
    {
        string[] arguments =
        [
            "--local", "--nouser-config", $"--configpath={Tree.Path("rules")}", $"--siteconfigpath={Tree.Path("site")}", "-H", Tree.Path("home"),
            "-i", "127.0.0.1", "-p", $"{_port}", "-m", "1", "--min-children=1", "-s", "stderr",
            // It insists on another user than root.
            .. Environment.UserName == "root" ? ["-u", "nobody"] : Array.Empty<string>(),
        ];
        var process = await ChildProcess.StartAsync(Tool.Find(Program)!, arguments, Tree.Root);
        await process.WaitForOutputAsync(log => log.Contains("successfully spawned child process", StringComparison.Ordinal), StartLimit);
        return process;
    }
}
