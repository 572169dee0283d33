using System.Net.Sockets;
using System.Text;

namespace MsLite.Web.Tests.Api;

/// <summary>The policy tree over HTTP: what is asked for happens in the tree, and nothing else.</summary>
[Collection(ApiCollection.Name)]
public sealed class DomainsApiTests(ApiServer api)
{
    [Fact]
    public async Task A_domain_is_hosted_and_given_up()
    {
        Assert.Equal(201, (await api.AskAsync("root", "PUT", "/api/v1/domains/New.Example")).Status);
        Assert.Equal(200, (await api.AskAsync("root", "PUT", "/api/v1/domains/new.example")).Status);
        Assert.True(Directory.Exists(api.Tree.Path("srv/new.example")));
        Assert.Contains("new.example", (await api.AskAsync("root", "GET", "/api/v1/domains")).Text, StringComparison.Ordinal);

        await api.AskAsync("root", "PUT", "/api/v1/domains/new.example/users/valid/bob");
        Assert.Equal(204, (await api.AskAsync("root", "DELETE", "/api/v1/domains/new.example")).Status);

        Assert.False(Directory.Exists(api.Tree.Path("srv/new.example")));
        (await api.AskAsync("root", "DELETE", "/api/v1/domains/new.example")).AssertProblem(404);
        (await api.AskAsync("root", "GET", "/api/v1/domains/new.example")).AssertProblem(404);
    }

    [Fact]
    public async Task A_user_is_touched_noted_and_removed()
    {
        const string Path = "/api/v1/domains/own.example/users/valid/Carol";

        var created = await api.AskAsync("own", "PUT", Path);
        var again = await api.AskAsync("own", "PUT", Path);
        var noted = await api.AskAsync("own", "PUT", Path, """{"note": "left in May", "until": "2030-12-31"}""");

        Assert.Equal((201, 200, 200), (created.Status, again.Status, noted.Status));
        Assert.Equal("/api/v1/domains/own.example/users/valid/carol", created.Headers["Location"]);
        Assert.Equal("note: left in May\nuntil: 2030-12-31\n", api.Tree.Read("srv/own.example/users/valid/carol"));
        var shown = (await api.AskAsync("own", "GET", Path)).Json;
        Assert.Equal(("left in May", "2030-12-31"), (shown["note"]!.GetValue<string>(), shown["until"]!.GetValue<string>()));

        Assert.Equal(204, (await api.AskAsync("own", "DELETE", Path)).Status);
        Assert.False(api.Tree.Exists("srv/own.example/users/valid/carol"));
    }

    [Fact]
    public async Task Lines_that_were_not_asked_about_stay_byte_for_byte()
    {
        var path = api.Tree.Path("srv/own.example/checks/helo");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        await File.WriteAllBytesAsync(path, [.. "# K"u8, 0xE4, .. "se\r\nNote : old\r\nmode: shadow"u8]);

        var answer = await api.AskAsync("own", "PUT", "/api/v1/domains/own.example/checks/helo", """{"note": "new", "mode": null, "until": "2030-01-01"}""");

        Assert.Equal(200, answer.Status);
        Assert.Equal([.. "# K"u8, 0xE4, .. "se\r\nNote : new\r\nuntil: 2030-01-01\n"u8], await File.ReadAllBytesAsync(path));
    }

    [Theory]
    [InlineData("users/valid/u/::FFFF:192.0.2.1", "users/valid/u/192.0.2.1")]
    [InlineData("users/valid/*", "users/valid/*")]
    [InlineData("blacklisted/ips/2001:DB8:0::1", "blacklisted/ips/2001:db8::1")]
    [InlineData("blacklisted/ips/192.0.2.77_24", "blacklisted/ips/192.0.2.0_24")]
    [InlineData("whitelisted/senders/Ann@B%C3%9CCHER.example", "whitelisted/senders/ann@xn--bcher-kva.example")]
    [InlineData("blacklisted/domains/Example.NET.", "blacklisted/domains/example.net")]
    [InlineData("blacklisted/tld/.PH", "blacklisted/tld/ph")]
    [InlineData("whitelisted/recipients/Bob@own.example", "whitelisted/recipients/bob@own.example")]
    [InlineData("checks/HELO", "checks/helo")]
    public async Task Names_are_written_as_mail_asks_for_them(string asked, string written)
    {
        var answer = await api.AskAsync("own", "PUT", $"/api/v1/domains/own.example/{asked}");

        Assert.InRange(answer.Status, 200, 201);
        Assert.True(api.Tree.Exists($"srv/own.example/{written}"), string.Join('\n', api.Tree.Files("srv/own.example")));
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", $"/api/v1/domains/own.example/{asked}")).Status);
        Assert.False(api.Tree.Exists($"srv/own.example/{written}"));
    }

    [Theory]
    [InlineData("users/valid/.hidden")]
    [InlineData("users/valid/a%2Fb")]
    [InlineData("users/valid/%2e%2e%2f%2e%2e%2fetc")]
    [InlineData("users/valid/%252e%252e")]
    [InlineData("users/valid/a%5Cb")]
    [InlineData("users/valid/a%01b")]
    [InlineData("users/valid/%FF")]
    [InlineData("users/valid/bob@own.example")]
    [InlineData("users/valid/p%D0%B0ul")]
    [InlineData("users/valid/%EF%BD%82ob")]
    [InlineData("users/valid/bo%E2%80%8Bb")]
    [InlineData("users/valid/_/x")]
    [InlineData("users/elsewhere/bob")]
    [InlineData("checks/nosuch")]
    [InlineData("checks/dnsbl")]
    [InlineData("blacklisted/ips/10.1")]
    [InlineData("blacklisted/ips/fe80::1%25eth0")]
    [InlineData("blacklisted/senders/nobody")]
    [InlineData("blacklisted/domains/*.example.net")]
    [InlineData("blacklisted/tld/co.uk")]
    [InlineData("blacklisted/recipients/bob")]
    [InlineData("whitelisted/recipients/bob@foreign.example")]
    [InlineData("notes")]
    public async Task Names_that_could_never_match_are_refused_in_a_sentence(string name)
    {
        var before = api.Tree.Files();

        var answer = await api.AskAsync("own", "PUT", $"/api/v1/domains/own.example/{name}");

        answer.AssertProblem(400);
        Assert.EndsWith(".", answer.Detail, StringComparison.Ordinal);
        Assert.Equal(before.Where(InTree), api.Tree.Files().Where(InTree));
    }

    [Theory]
    [InlineData("ex%D0%B0mple.com")] // one Cyrillic letter
    [InlineData("%D1%81%D0%BE%D1%81%D0%BE.com")] // all Cyrillic, looks Latin
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData(".example.com")]
    [InlineData("%EF%BC%85.com")]
    [InlineData("a%20b.com")]
    [InlineData("_global_%2F..%2Fx")]
    public async Task Domains_that_are_none_or_look_like_others_are_refused(string domain)
    {
        var request = $"PUT /api/v1/domains/{domain} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.Token("root")}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";

        var answer = await SendRawAsync(request);

        Assert.StartsWith("HTTP/1.1 4", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/api/v1/domains/own.example/../foreign.example")]
    [InlineData("/api/v1/domains/own.example/users/valid/../../../../x")]
    [InlineData("/api/../x")]
    [InlineData("/api/v1//domains")]
    public async Task Dot_segments_and_empty_names_lead_nowhere(string target)
    {
        var answer = await SendRawAsync($"GET {target} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.Token("own")}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("application/problem+json", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Names_longer_than_the_disk_takes_are_refused()
    {
        (await api.AskAsync("own", "PUT", $"/api/v1/domains/own.example/users/valid/{new string('a', 256)}")).AssertProblem(400);
        (await api.AskAsync("root", "PUT", $"/api/v1/domains/{new string('a', 64)}.example")).AssertProblem(400);
        (await api.AskAsync("root", "PUT", $"/api/v1/domains/{string.Join('.', Enumerable.Repeat("abcdefgh", 30))}")).AssertProblem(400);
    }

    [Fact]
    public async Task An_edit_of_what_somebody_else_changed_since_is_refused()
    {
        const string Path = "/api/v1/domains/own.example/blacklisted/senders/spam@example.net";
        var first = await api.AskAsync("own", "PUT", Path, headers: ("If-None-Match", "*"));
        (await api.AskAsync("own", "PUT", Path, headers: ("If-None-Match", "*"))).AssertProblem(412);
        api.Tree.Touch("srv/own.example/blacklisted/senders/spam@example.net", "note: theirs\n");

        (await api.AskAsync("own", "PUT", Path, """{"note":"ours"}""", headers: ("If-Match", first.ETag!))).AssertProblem(412);
        (await api.AskAsync("own", "DELETE", Path, headers: ("If-Match", first.ETag!))).AssertProblem(412);
        var theirs = await api.AskAsync("own", "GET", Path);
        Assert.Equal("theirs", theirs.Json["note"]!.GetValue<string>());
        Assert.Equal(304, (await api.AskAsync("own", "GET", Path, headers: ("If-None-Match", theirs.ETag!))).Status);
        Assert.Equal(200, (await api.AskAsync("own", "PUT", Path, """{"note":"ours"}""", headers: ("If-Match", theirs.ETag!))).Status);
        Assert.Equal("note: ours\n", api.Tree.Read("srv/own.example/blacklisted/senders/spam@example.net"));
    }

    [Theory]
    [InlineData("checks/spf", """{"until": "tomorrow"}""", 422)]
    [InlineData("checks/spf", """{"mode": "loud"}""", 422)]
    [InlineData("users/valid/dora", """{"mode": "shadow"}""", 422)]
    [InlineData("users/valid/dora", """{"reply": "no"}""", 422)]
    [InlineData("users/valid/dora", """{"note": "two\nlines"}""", 422)]
    [InlineData("delivery", """{"text": "carrier pigeon"}""", 422)]
    [InlineData("zones", """{"text": "no zone"}""", 422)]
    [InlineData("quarantine", """{"days": 0}""", 422)]
    [InlineData("users/valid/dora", """{"note": """, 400)]
    [InlineData("users/valid/dora", "[]", 400)]
    [InlineData("users/valid/dora", """{"note": {}}""", 400)]
    public async Task Content_that_says_nothing_is_refused_and_nothing_is_written(string path, string body, int status)
    {
        (await api.AskAsync("own", "PUT", $"/api/v1/domains/own.example/{path}", body)).AssertProblem(status);

        Assert.False(api.Tree.Exists($"srv/own.example/{path}"));
    }

    /// <summary>Whoever writes bsmtp:/bin/sh there has every message run as a script: a domain is not the machine.</summary>
    [Theory]
    [InlineData("delivery", """{"text": "bsmtp:/bin/sh"}""")]
    [InlineData("delivery", """{"text": "# ours\nMAILDIR:/etc/cron.d"}""")]
    [InlineData("delivery", """{"text": "lmtp:/run/docker.sock"}""")]
    [InlineData("delivery", """{"text": "smtp://mail.example.net:25?user=own&password-file=/etc/shadow"}""")]
    [InlineData("delivery", """{"text": "smtp://127.0.0.1:6379"}""")]
    [InlineData("delivery", """{"text": "smtp://LocalHost:25"}""")]
    [InlineData("delivery", """{"text": "lmtp://[::ffff:127.0.0.1]:24"}""")]
    [InlineData("delivery", """{"text": "smtp://mail.example.net:25,169.254.169.254:80"}""")]
    [InlineData("delivery", """{"text": "smtps://10.0.0.5:465"}""")]
    [InlineData("checks/clamav", """{"server": "127.0.0.1:3310"}""")]
    [InlineData("checks/clamav", """{"server": "unix:/run/docker.sock"}""")]
    [InlineData("checks/rspamd", """{"SERVER": "http://169.254.169.254:80"}""")]
    public async Task What_makes_the_machine_run_or_open_something_is_for_administrators(string path, string body)
    {
        var address = $"/api/v1/domains/own.example/{path}";
        (await api.AskAsync("own", "PUT", address, body)).AssertProblem(403);
        Assert.False(api.Tree.Exists($"srv/own.example/{path}"));

        Assert.Equal(201, (await api.AskAsync("root", "PUT", address, body)).Status);
        // Other lines may change beside it, and a server of the network may take its place.
        Assert.Equal(200, (await api.AskAsync("own", "PUT", address, """{"note": "asked for in May"}""")).Status);
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", address)).Status);
    }

    [Fact]
    public async Task What_leads_to_a_neighbour_is_not_imported_by_whoever_has_only_the_domain()
    {
        using var tar = new MemoryStream();
        await using (var writer = new System.Formats.Tar.TarWriter(tar, leaveOpen: true))
        {
            var entry = new System.Formats.Tar.PaxTarEntry(System.Formats.Tar.TarEntryType.RegularFile, "delivery") { DataStream = new MemoryStream("smtp://127.0.0.1:25\n"u8.ToArray()) };
            await writer.WriteEntryAsync(entry);
        }

        var body = System.Text.Encoding.Latin1.GetString(tar.ToArray());
        var answer = await api.AskAsync("own", "POST", "/api/v1/domains/own.example/import", body, "application/x-tar");

        answer.AssertProblem(422);
        Assert.Contains("only an administrator may write that", answer.Text, StringComparison.Ordinal);
        Assert.False(api.Tree.Exists("srv/own.example/delivery"));
    }

    [Fact]
    public async Task A_server_of_the_network_may_be_named_by_whoever_has_the_domain()
    {
        const string Path = "/api/v1/domains/own.example/delivery";
        Assert.Equal(201, (await api.AskAsync("own", "PUT", Path, "smtp://mail.example.net:25\n", "text/plain")).Status);
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", Path)).Status);
    }

    [Fact]
    public async Task Whole_texts_are_written_and_read_as_they_are()
    {
        const string Path = "/api/v1/domains/own.example/zones";
        Assert.Equal(201, (await api.AskAsync("own", "PUT", Path, "# ours\nzen.spamhaus.org 127.0.0.2\n", "text/plain")).Status);

        Assert.Equal("# ours\nzen.spamhaus.org 127.0.0.2\n", (await api.AskAsync("own", "GET", Path, headers: ("Accept", "text/plain"))).Text);
        (await api.AskAsync("own", "PUT", Path, "a=b", "application/x-www-form-urlencoded")).AssertProblem(415);
        (await api.AskAsync("own", "PUT", Path, new string('#', 200_000), "text/plain")).AssertProblem(413);
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", Path)).Status);
    }

    [Fact]
    public async Task Nothing_is_read_or_changed_behind_a_link_out_of_the_tree()
    {
        var outside = api.Tree.Touch("outside/secret", "secret");
        api.Tree.Link("srv/own.example/users/invalid", api.Tree.Path("outside"));

        (await api.AskAsync("own", "GET", "/api/v1/domains/own.example/users/invalid/secret")).AssertProblem(404);
        (await api.AskAsync("own", "PUT", "/api/v1/domains/own.example/users/invalid/mallory")).AssertProblem(409);
        (await api.AskAsync("own", "DELETE", "/api/v1/domains/own.example/users/invalid/secret")).AssertProblem(409);
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", "/api/v1/domains/own.example/users/invalid")).Status);

        Assert.Equal("secret", await File.ReadAllTextAsync(outside));
        Assert.Equal(["secret"], api.Tree.Files("outside"));
    }

    [Fact]
    public async Task What_a_link_in_the_tree_leads_to_is_shown_as_mail_sees_it()
    {
        api.Tree.Link("srv/linked.example/whitelisted", "../shared.example/whitelisted");
        api.Tree.Touch("srv/shared.example/whitelisted/ips/192.0.2.9", "note: partner\n");

        Assert.Equal("partner", (await api.AskAsync("root", "GET", "/api/v1/domains/linked.example/whitelisted/ips/192.0.2.9")).Json["note"]!.GetValue<string>());
        (await api.AskAsync("root", "DELETE", "/api/v1/domains/linked.example/whitelisted/ips/192.0.2.9")).AssertProblem(409);

        Assert.True(api.Tree.Exists("srv/shared.example/whitelisted/ips/192.0.2.9"));
    }

    [Fact]
    public async Task A_misspelt_file_is_shown_and_removed_under_its_own_name()
    {
        api.Tree.Touch("srv/own.example/users/valid/Zoe");

        Assert.Contains("Zoe", (await api.AskAsync("own", "GET", "/api/v1/domains/own.example/users/valid")).Text, StringComparison.Ordinal);
        Assert.Equal(204, (await api.AskAsync("own", "DELETE", "/api/v1/domains/own.example/users/valid/Zoe")).Status);
        Assert.False(api.Tree.Exists("srv/own.example/users/valid/Zoe"));
    }

    [Fact]
    public async Task Global_lists_are_lists_only()
    {
        Assert.Equal(201, (await api.AskAsync("root", "PUT", "/api/v1/domains/_global_/blacklisted/ips/192.0.2.66")).Status);
        (await api.AskAsync("root", "PUT", "/api/v1/domains/_global_/checks/all")).AssertProblem(400);
        (await api.AskAsync("own", "GET", "/api/v1/domains/_global_/blacklisted/ips/192.0.2.66")).AssertProblem(404);
        Assert.Equal(204, (await api.AskAsync("root", "DELETE", "/api/v1/domains/_global_/blacklisted/ips/192.0.2.66")).Status);
    }

    [Fact]
    public async Task Long_lists_come_in_pages_that_leave_nobody_out()
    {
        for (var i = 0; i < 250; i++)
        {
            api.Tree.Touch($"srv/paged.example/users/valid/u{i:D5}");
        }

        var found = new List<string>();
        string? cursor = null;
        do
        {
            var page = (await api.AskAsync("root", "GET", $"/api/v1/domains/paged.example/users/valid?limit=100{(cursor is null ? "" : $"&cursor={cursor}")}")).Json;
            found.AddRange(page["items"]!.AsArray().Select(item => item!["name"]!.GetValue<string>()));
            cursor = page["next"]?.GetValue<string>();
        }
        while (cursor is not null);

        Assert.Equal(Enumerable.Range(0, 250).Select(i => $"u{i:D5}"), found);
        (await api.AskAsync("root", "GET", "/api/v1/domains/paged.example/users/valid?limit=0")).AssertProblem(400);
        (await api.AskAsync("root", "GET", "/api/v1/domains/paged.example/users/valid?cursor=%21")).AssertProblem(400);
    }

    [Fact]
    public async Task Every_error_is_a_problem()
    {
        (await api.AskAsync("root", "GET", "/api/v1/nothing")).AssertProblem(404);
        (await api.AskAsync("root", "GET", "/api")).AssertProblem(404);
        var method = await api.AskAsync("root", "POST", "/api/v1/domains");
        method.AssertProblem(405);
        Assert.Contains("GET", method.Headers["Allow"], StringComparison.Ordinal);
        (await api.AskAsync("", "GET", "/api/v1/domains")).AssertProblem(401);
        (await api.AskAsync("", "GET", "/api/v1/nothing")).AssertProblem(401);
    }

    private static bool InTree(string path) => path.StartsWith("srv/", StringComparison.Ordinal) || !path.Contains('/', StringComparison.Ordinal);

    private async Task<string> SendRawAsync(string request)
    {
        using var socket = new TcpClient();
        await socket.ConnectAsync(api.Server.Http.Host, api.Server.Http.Port);
        var stream = socket.GetStream();
        await stream.WriteAsync(Encoding.Latin1.GetBytes(request));
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync();
    }
}
