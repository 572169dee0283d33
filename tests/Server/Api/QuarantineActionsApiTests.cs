using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>What one does with refused mail over HTTP.</summary>
[Collection(ApiCollection.Name)]
public sealed class QuarantineActionsApiTests(ApiServer api)
{
    private const string Domain = "actions.example";
    private const string Content = "From: Ann <ann@example.net>\r\nSubject: offer\r\nMessage-ID: <story@example.net>\r\n\r\n.dot\r\n";

    [Fact]
    public async Task A_release_can_whitelist_the_sender_and_says_what_that_is_worth()
    {
        var id = await RefuseAsync();

        var answer = (await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/release", """{"whitelist": "sender"}""")).Json;

        Assert.True(answer["copies"]![0]!["released"]!.GetValue<bool>());
        var listed = answer["whitelisted"]![0]!;
        Assert.Equal(($"{Domain}/whitelisted/senders/ann@example.net", true), (listed["file"]!.GetValue<string>(), listed["done"]!.GetValue<bool>()));
        Assert.Contains("others can forge it", listed["worth"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(api.Tree.Exists($"srv/{Domain}/whitelisted/senders/ann@example.net"));
        File.Delete(api.Tree.Path($"srv/{Domain}/whitelisted/senders/ann@example.net"));
        (await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/release", """{"whitelist": "everybody"}""")).AssertProblem(400);
    }

    [Fact]
    public async Task A_release_that_the_disk_kept_from_beginning_may_be_asked_for_again_with_its_key()
    {
        var id = await RefuseAsync(Content + string.Concat(Enumerable.Repeat(new string('x', 78) + "\r\n", 4000)));
        Task<ApiAnswer> AskAsync() => api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/release", headers: ("Idempotency-Key", "no-room-to-spool"));

        api.Tree.Delete("state/spool");
        api.Tree.Touch("state/spool");
        var failed = await AskAsync();
        api.Tree.Delete("state/spool");
        var done = await AskAsync();

        failed.AssertProblem(503);
        Assert.Contains("nothing was sent", failed.Text, StringComparison.Ordinal);
        Assert.Equal(200, done.Status);
    }

    [Fact]
    public async Task A_message_is_marked_as_read_and_as_unread_in_file_and_search()
    {
        var id = await RefuseAsync();

        Assert.Equal(204, (await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/seen")).Status);
        Assert.Contains(api.Tree.Files("spam"), file => file.Contains($"{Domain}/cur/", StringComparison.Ordinal) && file.EndsWith(":2,S", StringComparison.Ordinal));
        Assert.Contains(id, (await api.AskAsync("root", "GET", $"/api/v1/quarantine?domain={Domain}&seen=true")).Text, StringComparison.Ordinal);

        Assert.Equal(204, (await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/seen", """{"seen": false}""")).Status);
        Assert.DoesNotContain(id, (await api.AskAsync("root", "GET", $"/api/v1/quarantine?domain={Domain}&seen=true")).Text, StringComparison.Ordinal);
        (await api.AskAsync("viewer", "POST", $"/api/v1/quarantine/{id}/seen")).AssertProblem(403);
        (await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/seen", "[")).AssertProblem(400);
    }

    [Fact]
    public async Task The_story_tells_who_released_it()
    {
        var id = await RefuseAsync();
        await api.AskAsync("root", "POST", $"/api/v1/quarantine/{id}/release");

        var events = (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}/history")).Json["events"]!.AsArray();

        Assert.Contains(events, happened => happened!["kind"]!.GetValue<string>() == "released" && happened["who"]!.GetValue<string>() == "root");
    }

    [Fact]
    public async Task The_evidence_holds_the_message_the_ladder_and_the_policy_and_its_sums_are_right()
    {
        var id = await RefuseAsync();

        var answer = await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}/evidence");

        Assert.Equal("application/zip", answer.Type);
        using var zip = new ZipArchive(new MemoryStream(answer.Bytes));
        Assert.Equal(Encoding.Latin1.GetBytes(Content), Read(zip, "message.eml"));
        Assert.Contains("blacklisted/senders", Encoding.UTF8.GetString(Read(zip, "index.json")), StringComparison.Ordinal);
        var written = File.GetLastWriteTimeUtc(api.Tree.Path($"srv/{Domain}/blacklisted/senders/ann@example.net"));
        var policy = zip.GetEntry($"policy/{Domain}/blacklisted/senders/ann@example.net")!;
        // A zip knows two seconds at a time.
        Assert.InRange(Math.Abs((written - policy.LastWriteTime.DateTime).TotalSeconds), 0, 2);
        Assert.Contains("explain message.eml --from 'ann@example.net'", Encoding.UTF8.GetString(Read(zip, "README.txt")), StringComparison.Ordinal);
        var manifest = JsonNode.Parse(Read(zip, "manifest.json"))!["files"]!.AsArray();
        Assert.Equal(zip.Entries.Count - 2, manifest.Count);
        Assert.All(manifest, part => Assert.Equal(
            (Read(zip, part!["name"]!.GetValue<string>()).Length, Convert.ToHexStringLower(SHA256.HashData(Read(zip, part["name"]!.GetValue<string>())))),
            (part["size"]!.GetValue<int>(), part["sha256"]!.GetValue<string>())));
        Assert.Equal(written, manifest.Single(part => part!["name"]!.GetValue<string>() == policy.FullName)!["modified"]!.GetValue<DateTimeOffset>().UtcDateTime);
        var dns = JsonNode.Parse(Read(zip, "dns.json"))!;
        Assert.Equal("127.0.0.1", dns["client"]!["address"]!.GetValue<string>());
        Assert.NotEmpty(Read(zip, "policy-history.json"));
        var sums = Encoding.UTF8.GetString(Read(zip, "SHA256SUMS")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(zip.Entries.Count - 1, sums.Length);
        Assert.All(sums, line => Assert.Equal(line[..64], Convert.ToHexStringLower(SHA256.HashData(Read(zip, line[66..])))));
        Assert.DoesNotContain(Directory.EnumerateFiles(api.Tree.Path("state")), file => file.Contains("evidence", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Counts_are_of_what_the_caller_may_see()
    {
        await RefuseAsync();

        var all = (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/facets?domain={Domain}")).Json;

        Assert.Contains(all["domains"]!.AsArray(), facet => facet!["value"]!.GetValue<string>() == Domain);
        Assert.DoesNotContain(Domain, (await api.AskAsync("own", "GET", "/api/v1/quarantine/facets")).Text, StringComparison.Ordinal);
        (await api.AskAsync("viewer", "GET", "/api/v1/quarantine/facets?seen=perhaps")).AssertProblem(400);
    }

    private static byte[] Read(ZipArchive zip, string name)
    {
        using var content = zip.GetEntry(name)!.Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return bytes.ToArray();
    }

    private Task<string> RefuseAsync(string content = Content)
    {
        api.Tree.Touch($"srv/{Domain}/users/valid/*");
        api.Tree.Touch($"srv/{Domain}/blacklisted/senders/ann@example.net");
        return api.Server.RefuseAsync(content, $"bob@{Domain}");
    }
}
