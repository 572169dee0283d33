namespace MsLite.Web.Tests.Api;

/// <summary>Refused mail made readable over HTTP, for those who may see it, and harmless for their browsers.</summary>
[Collection(ApiCollection.Name)]
public sealed class QuarantineViewApiTests(ApiServer api)
{
    private const string Content = "From: Ann <ann@example.net>\r\nSubject: =?utf-8?q?=3Cscript=3Ealert(1)=3C/script=3E?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n"
        + "--b\r\nContent-Type: text/html\r\n\r\n<script>alert(1)</script><p onclick=alert(2)>Hello <img src=http://evil.example/x> <a href=javascript:alert(3)>you</a>\r\n"
        + "--b\r\nContent-Type: image/png\r\nContent-Disposition: attachment; filename=\"../../<b>.png\"\r\n\r\nx\r\n--b--\r\n";

    [Fact]
    public async Task Shows_header_text_attachments_and_the_ladder()
    {
        var id = await RefuseAsync("readable.example", "bob@readable.example");

        var view = (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}/view")).Json;

        Assert.Equal("<script>alert(1)</script>", view["subject"]!.GetValue<string>());
        Assert.Equal("Hello you", string.Join(' ', view["text"]!["text"]!.GetValue<string>().Split(' ', StringSplitOptions.RemoveEmptyEntries)));
        Assert.Equal("../../<b>.png", view["attachments"]![0]!["name"]!.GetValue<string>());
        Assert.Equal("blacklisted/senders", view["trace"]!.AsArray()[^1]!["rung"]!.GetValue<string>());
    }

    [Fact]
    public async Task Gives_html_that_may_do_nothing_and_that_only_the_panel_frames()
    {
        var id = await RefuseAsync("readable.example", "bob@readable.example");

        var page = await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}/html");

        Assert.Equal("text/html", page.Type);
        Assert.Equal("sandbox; default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'", page.Headers["Content-Security-Policy"]);
        Assert.Equal(("nosniff", "no-referrer", "no-store", "SAMEORIGIN"), (page.Headers["X-Content-Type-Options"], page.Headers["Referrer-Policy"], page.Headers["Cache-Control"], page.Headers["X-Frame-Options"]));
        Assert.Contains("<p>Hello <span class=\"image\">[picture]</span> <span class=\"link\">you</span><span class=\"target\"> [javascript:alert(3)]</span>", page.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page.Text, StringComparison.OrdinalIgnoreCase);
        Assert.Equal("DENY", (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{id}/view")).Headers["X-Frame-Options"]);
    }

    [Fact]
    public async Task Shows_each_recipients_copy_and_nothing_of_foreign_domains()
    {
        var id = await RefuseAsync("readable.example", "bob@readable.example", "eve@readable.example");
        var foreign = await RefuseAsync("foreign.example", "bob@foreign.example");

        Assert.Equal("eve@readable.example", (await api.AskAsync("root", "GET", $"/api/v1/quarantine/{id}/view?recipient=EVE@readable.example")).Json["recipient"]!.GetValue<string>());
        (await api.AskAsync("root", "GET", $"/api/v1/quarantine/{id}/view?recipient=nobody@readable.example")).AssertProblem(404);
        foreach (var what in new[] { "view", "html" })
        {
            (await api.AskAsync("own", "GET", $"/api/v1/quarantine/{foreign}/{what}")).AssertProblem(404);
            (await api.AskAsync("", "GET", $"/api/v1/quarantine/{foreign}/{what}")).AssertProblem(401);
            Assert.Equal(200, (await api.AskAsync("viewer", "GET", $"/api/v1/quarantine/{foreign}/{what}")).Status);
        }
    }

    [Fact]
    public async Task Says_that_a_copy_was_changed_rather_than_show_it()
    {
        var id = await RefuseAsync("readable.example", "bob@readable.example");
        var file = (await api.AskAsync("root", "GET", $"/api/v1/quarantine/{id}")).Json["copies"]![0]!;
        await File.AppendAllTextAsync(api.Tree.Path($"spam/{file["day"]}/readable.example/new/{file["filename"]}"), "more");

        (await api.AskAsync("root", "GET", $"/api/v1/quarantine/{id}/view")).AssertProblem(409);
        (await api.AskAsync("root", "GET", $"/api/v1/quarantine/{id}/html")).AssertProblem(409);
    }

    private Task<string> RefuseAsync(string domain, params string[] to)
    {
        api.Tree.Touch($"srv/{domain}/users/valid/*");
        api.Tree.Touch($"srv/{domain}/blacklisted/senders/ann@example.net");
        return api.Server.RefuseAsync(Content, to);
    }
}
