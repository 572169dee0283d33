using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using MsLite.Harness;

namespace MsLite.Web.Tests.Api;

/// <summary>A policy tree that the program may only read: it decides about mail as ever, and the interface shows it and changes nothing.</summary>
public sealed class ReadOnlyTreeTests
{
    [SmallDiskFact]
    public async Task Is_read_for_mail_and_shown_and_every_change_is_refused_in_a_sentence()
    {
        using var disk = SmallDisk.Mount(megabytes: 4);
        Touch(disk, "example.com/users/valid/bob");
        Touch(disk, "example.com/blacklisted/senders/ann@example.net");
        disk.MakeReadOnly();
        await using var server = await RunningServer.StartAsync([("SrvRoot", disk.Root)]);
        var (code, token) = await server.RunVerbAsync("token", "create", "--name", "root", "--role", "administrator");
        Assert.Equal(0, code);
        using var http = new HttpClient { BaseAddress = server.Http };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token.Trim());

        var id = await server.RefuseAsync("Subject: x\r\n\r\nx\r\n", "bob@example.com");
        using var shown = await http.GetAsync(new Uri("api/v1/domains/example.com/users/valid/bob", UriKind.Relative));
        Assert.True(shown.IsSuccessStatusCode);
        await AssertRefusedAsync(http, HttpMethod.Put, "api/v1/domains/example.com/users/valid/carol");
        await AssertRefusedAsync(http, HttpMethod.Put, "api/v1/domains/new.example");
        await AssertRefusedAsync(http, HttpMethod.Delete, "api/v1/domains/example.com/users/valid/bob");
        await AssertRefusedAsync(http, HttpMethod.Delete, "api/v1/domains/example.com");
        await AssertRefusedAsync(http, HttpMethod.Post, "api/v1/domains/example.com/import?into=users/valid", "carol\n");

        using var errand = await http.PostAsync(
            new Uri("api/v1/quarantine/errands", UriKind.Relative), new StringContent($$"""{"act": "release", "ids": ["{{id}}"], "whitelist": "sender"}""", Encoding.UTF8, "application/json"));
        var result = JsonNode.Parse(await errand.Content.ReadAsStringAsync())!["results"]![0]!;
        Assert.Contains("Released to", result["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.Contains("read-only", result["text"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.False(result["done"]!.GetValue<bool>());
        Assert.Equal(["bob"], Directory.GetFiles(Path.Combine(disk.Root, "example.com/users/valid")).Select(Path.GetFileName));
    }

    private static async Task AssertRefusedAsync(HttpClient http, HttpMethod method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(method, new Uri(path, UriKind.Relative)) { Content = body is null ? null : new StringContent(body, Encoding.UTF8, "text/plain") };
        using var answer = await http.SendAsync(request);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode == 403, $"{method} {path}: {answer.StatusCode} {text}");
        Assert.Contains("read-only", JsonNode.Parse(text)!["detail"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    private static void Touch(SmallDisk disk, string path)
    {
        var file = Path.Combine(disk.Root, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllText(file, "");
    }
}
