using System.Net;
using System.Text;
using MsLite.Harness;
using MsLite.Web.Tests.Metrics;

namespace MsLite.Web.Tests.Options;

/// <summary>Options that change while the program runs.</summary>
public sealed class ReloadTests
{
    private const long Default = 52_428_800;
    private const string Small = """{ "MsLite": { "Smtp": { "MaxMessageSize": 2000 } } }""";

    private static readonly byte[] s_long = Encoding.ASCII.GetBytes("Subject: long\r\n\r\n" + string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog.\r\n", 100)));

    [Fact]
    public async Task Another_size_counts_for_the_next_session_and_a_session_in_progress_keeps_its_own()
    {
        await using var server = await ReloadedServer.StartAsync();
        var (early, before) = await server.GreetAsync();
        await using var first = early;

        await server.WriteAsync(Small, "Smtp:MaxMessageSize is now 2000; it was 52428800");

        var (late, after) = await server.GreetAsync();
        await using var second = late;
        Assert.Equal((Default, 2000), (before, after));
        Assert.Equal(Default, await ReloadedServer.SizeAsync(first));
        Assert.Equal(250, (await first.SendMessageAsync("ann@example.net", ["bob@example.com"], s_long)).Code);
        Assert.Equal(552, (await second.SendMessageAsync("ann@example.net", ["bob@example.com"], s_long)).Code);
    }

    [Fact]
    public async Task A_relay_client_comes_with_the_file_and_goes_with_it()
    {
        await using var server = await ReloadedServer.StartAsync();
        var (client, _) = await server.GreetAsync();
        await using var session = client;
        Assert.Equal(550, await RelayAsync(session));

        await server.WriteAsync("""{ "MsLite": { "Smtp": { "RelayClients": ["192.0.2.1", "127.0.0.1"] } } }""", "Smtp:RelayClients is now 192.0.2.1, 127.0.0.1; it was nothing");
        Assert.Equal(250, await RelayAsync(session));

        server.Running.Tree.Delete(ReloadedServer.FileName);
        await server.PrintsAsync("Smtp:RelayClients is now nothing; it was 192.0.2.1, 127.0.0.1");
        Assert.Equal(550, await RelayAsync(session));
    }

    [Fact]
    public async Task The_next_hop_is_moved_under_load_and_no_message_is_lost()
    {
        await using var from = new FakeNextHop();
        await using var to = new FakeNextHop();
        await using var server = await ReloadedServer.StartAsync(Hop(from), options: [("Delivery", "")]);
        using var end = new CancellationTokenSource();
        var load = LoadGenerator.RunAsync(server.Running.Smtp, new LoadPlan { Sessions = 8, End = end.Token });
        await MetricsPage.WaitForAsync(server.Running, page => page["mslite_messages_total{fate=\"delivered\"}"] >= 100);

        await server.WriteAsync(Hop(to), $"Delivery is now {to.Url}; it was {from.Url}");
        await WaitAsync(() => to.Messages.Count >= 100);
        await end.CancelAsync();
        var results = await load;

        Assert.All(results, result => Assert.Equal(250, result.Reply?.Code));
        Assert.NotEmpty(from.Messages);
        Assert.Equal(results.Select(result => result.Token).Order(StringComparer.Ordinal), from.Messages.Concat(to.Messages).Select(SubjectOf).Order(StringComparer.Ordinal));
        var settled = from.Messages.Count;
        var (client, _) = await server.GreetAsync();
        await using var session = client;
        Assert.Equal(250, (await session.SendMessageAsync("ann@example.net", ["bob@example.com"], "Subject: last\r\n\r\nx\r\n"u8.ToArray())).Code);
        Assert.Equal((settled, "last"), (from.Messages.Count, SubjectOf(to.Messages[^1])));
    }

    [Fact]
    public async Task A_fault_leaves_every_option_as_it_was_and_is_told_in_log_and_panel_until_it_is_mended()
    {
        await using var server = await ReloadedServer.StartAsync();
        using var administrator = await PanelForm.SetUpAsync(server.Running);
        var file = server.Running.Tree.Path(ReloadedServer.FileName);

        await server.WriteAsync("""{ "MsLite": { "Smtp": { "MaxMessageSize": 2000 """, $"{file} is not taken over");
        Assert.Equal(Default, await server.AnnouncedSizeAsync());
        Assert.Contains($"{file} cannot be read", await SettingsAsync(administrator), StringComparison.Ordinal);

        await server.WriteAsync("""{ "MsLite": { "Smtp": { "MaxMessageSize": 2000, "MaxConections": 7, "RelayClients": "nowhere" } } }""", "did you mean MsLite:Smtp:MaxConnections?");
        Assert.Equal(Default, await server.AnnouncedSizeAsync());
        var page = await SettingsAsync(administrator);
        Assert.Contains("The changed options are not in force", page, StringComparison.Ordinal);
        Assert.Contains("MsLite:Smtp:RelayClients holds", page, StringComparison.Ordinal);
        Assert.DoesNotContain("cannot be read", page, StringComparison.Ordinal);
        Assert.Contains("is not in force", await administrator.GetStringAsync(new Uri("/", UriKind.Relative)), StringComparison.Ordinal);
        using var ready = await administrator.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, ready.StatusCode);

        await server.WriteAsync(Small, "Smtp:MaxMessageSize is now 2000");
        Assert.Equal(2000, await server.AnnouncedSizeAsync());
        Assert.DoesNotContain("not in force", await SettingsAsync(administrator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_needs_a_restart_is_named_and_shown_beside_what_is_in_force()
    {
        await using var server = await ReloadedServer.StartAsync(Small);
        using var administrator = await PanelForm.SetUpAsync(server.Running);

        await server.WriteAsync(
            """{ "MsLite": { "Smtp": { "MaxMessageSize": 3000 }, "Otlp": { "Endpoint": "http://127.0.0.1:4318" } } }""", "Smtp:MaxMessageSize is now 3000; it was 2000");

        Assert.Contains("Otlp:Endpoint has changed; it counts after a restart.", server.Running.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Otlp:Endpoint is now", server.Running.Log, StringComparison.Ordinal);
        Assert.DoesNotContain("Smtp:Listen has changed", server.Running.Log, StringComparison.Ordinal);
        Assert.Contains("After a restart: http://127.0.0.1:4318", await SettingsAsync(administrator), StringComparison.Ordinal);
        Assert.Equal(3000, await server.AnnouncedSizeAsync());

        await server.WriteAsync(Small, "Smtp:MaxMessageSize is now 2000; it was 3000");
        Assert.DoesNotContain("After a restart", await SettingsAsync(administrator), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_signal_to_hang_up_has_the_options_read_and_ends_nothing()
    {
        await using var server = await ReloadedServer.StartAsync(Small);
        var (client, _) = await server.GreetAsync();
        await using var session = client;

        await server.Running.Process.SignalAsync("HUP");
        await server.PrintsAsync($"The options were read again, of {Path.Combine(Path.GetDirectoryName(RunningServer.ProgramFile)!, ReloadedServer.FileName)} and {server.Running.Tree.Path(ReloadedServer.FileName)}: 0 have another value");

        Assert.Equal(250, (await session.SendMessageAsync("ann@example.net", ["bob@example.com"], "Subject: x\r\n\r\nx\r\n"u8.ToArray())).Code);
        Assert.False(server.Running.Process.HasExited);
    }

    [Fact]
    public async Task Environment_and_command_line_win_over_a_changed_file()
    {
        await using var server = await ReloadedServer.StartAsync(
            environment: new Dictionary<string, string> { ["MsLite__Smtp__MaxMessageSize"] = "5000", ["MsLite__Quarantine__Days"] = "" }, options: [("Journal:Days", "9")]);
        using var administrator = await PanelForm.SetUpAsync(server.Running);

        await server.WriteAsync("""{ "MsLite": { "Smtp": { "MaxMessageSize": 2000 }, "Journal": { "Days": 3 }, "Quarantine": { "Days": 11 } } }""", "Quarantine:Days is now 11; it was 30");

        Assert.Equal(5000, await server.AnnouncedSizeAsync());
        Assert.DoesNotContain("Journal:Days is now", server.Running.Log, StringComparison.Ordinal);
        Assert.Matches(@"(?s)Smtp:MaxMessageSize</code>.{1,400}5000</code>.{1,200}environment", await SettingsAsync(administrator));
    }

    [Fact]
    public async Task Where_the_file_is_a_link_another_end_of_it_is_seen()
    {
        // As Kubernetes mounts what it calls a ConfigMap.
        await using var server = await ReloadedServer.StartAsync();
        var tree = server.Running.Tree;
        tree.Touch("first/appsettings.json", Small);
        tree.Touch("second/appsettings.json", """{ "MsLite": { "Smtp": { "MaxMessageSize": 3000 } } }""");
        tree.Link("data", "first");
        tree.Link(ReloadedServer.FileName, "data/appsettings.json");
        await server.PrintsAsync("Smtp:MaxMessageSize is now 2000");

        tree.Link("data.new", "second");
        await using var rename = await ChildProcess.StartAsync("mv", ["-T", tree.Path("data.new"), tree.Path("data")]);

        await server.PrintsAsync("Smtp:MaxMessageSize is now 3000; it was 2000");
        Assert.Equal(3000, await server.AnnouncedSizeAsync());
    }

    [Fact]
    public async Task A_reverse_proxy_is_believed_from_the_next_request_on()
    {
        await using var server = await ReloadedServer.StartAsync();
        using var client = PanelForm.Client(server.Running);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        Assert.False(await SaysTlsAsync(client));

        await server.WriteAsync("""{ "MsLite": { "Http": { "TrustedProxies": "127.0.0.1" } } }""", "Http:TrustedProxies is now 127.0.0.1");

        Assert.True(await SaysTlsAsync(client));
    }

    [Fact]
    public async Task Other_name_servers_and_proxies_count_without_a_restart()
    {
        await using var names = new NameServer { NameOfClients = "other.example.net" };
        await using var server = await ReloadedServer.StartAsync(options: [("Smtp:TrustedProxies", ""), ("Dns:Servers", "")]);
        server.Running.Tree.Touch("srv/example.com/blacklisted/hosts/other.example.net");

        await server.WriteAsync($$"""{ "MsLite": { "Smtp": { "TrustedProxies": "127.0.0.1" }, "Dns": { "Servers": "{{names.Address}}" } } }""", $"Dns:Servers is now {names.Address}");

        await using var client = await server.Running.ConnectAsync();
        await client.SendProxyHeaderAsync(IPAddress.Parse("192.0.2.7"));
        await client.ReadReplyAsync();
        await ReloadedServer.SizeAsync(client);
        var reply = await client.SendMessageAsync("ann@example.net", ["bob@example.com"], "Subject: x\r\n\r\nx\r\n"u8.ToArray());
        Assert.Equal(550, reply.Code);
    }

    private static async Task<bool> SaysTlsAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));
        return answer.Headers.Contains("Strict-Transport-Security");
    }

    private static Task<string> SettingsAsync(HttpClient administrator) => administrator.GetStringAsync(new Uri("/settings", UriKind.Relative));

    private static string Hop(FakeNextHop hop) => $$"""{ "MsLite": { "Delivery": "{{hop.Url}}" } }""";

    /// <summary>The code that a recipient elsewhere gets, in a transaction of its own.</summary>
    private static async Task<int> RelayAsync(SmtpTestClient client)
    {
        await client.CommandAsync("MAIL FROM:<ann@example.net>");
        var reply = await client.CommandAsync("RCPT TO:<eve@elsewhere.example>");
        await client.CommandAsync("RSET");
        return reply.Code;
    }

    private static async Task WaitAsync(Func<bool> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!condition())
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static string SubjectOf(NextHopMessage message)
    {
        var text = Encoding.Latin1.GetString(message.Content);
        var start = text.IndexOf("Subject: ", StringComparison.Ordinal) + "Subject: ".Length;
        return text[start..text.IndexOf('\r', start)];
    }
}
