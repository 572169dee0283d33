using System.Net;
using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>The pages by which administrators look after people, tokens, sessions and the program, as forms without scripts.</summary>
public sealed partial class AdministrationPageTests : IAsyncLifetime
{
    private const string Another = "another horse entirely";

    private RunningServer _server = null!;
    private HttpClient _administrator = null!;

    public async Task InitializeAsync()
    {
        _server = await RunningServer.StartAsync();
        _administrator = await PanelForm.SetUpAsync(_server);
    }

    public async Task DisposeAsync()
    {
        _administrator.Dispose();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_deleted_account_comes_back_by_undo_with_its_password()
    {
        await MakeAsync("vic", "viewer", "");

        using var gone = await _administrator.SubmitAsync("/accounts", "delete", ("Remove", "vic"));
        var html = await gone.Content.ReadAsStringAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => PanelForm.SignInAsync(_server, "vic", Another));
        var back = await UndoAsync("/accounts", html);

        Assert.Contains("The account vic is back", back, StringComparison.Ordinal);
        using var vic = await PanelForm.SignInAsync(_server, "vic", Another);
        Assert.Contains("cannot be taken back any more", await UndoAsync("/accounts", html), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_role_and_domains_count_at_once()
    {
        await MakeAsync("dora", "viewer", "example.com");
        using var dora = await PanelForm.SignInAsync(_server, "dora", Another);

        using var changed = await _administrator.SubmitAsync("/accounts/dora", "role", ("Role", "domain-administrator"), ("Domains", "example.com other.example"));

        var html = await changed.Content.ReadAsStringAsync();
        Assert.Contains("Role and domains of dora are changed", html, StringComparison.Ordinal);
        Assert.Contains("value=\"example.com other.example\"", html, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(dora, "/account"));
        using var refused = await _administrator.SubmitAsync("/accounts/dora", "role", ("Role", "domain-administrator"), ("Domains", ""));
        Assert.Contains("needs at least one domain", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_is_set_for_who_has_forgotten_it()
    {
        await MakeAsync("vic", "viewer", "");

        using var set = await _administrator.SubmitAsync("/accounts/vic", "password", ("Password", "a third horse, brown"));

        Assert.Contains("The password of vic is set", await set.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var vic = await PanelForm.SignInAsync(_server, "vic", "a third horse, brown");
    }

    [Fact]
    public async Task A_token_is_shown_once_works_and_its_revocation_can_be_taken_back()
    {
        using var made = await _administrator.SubmitAsync("/tokens", "create", ("Name", "deploy"), ("Role", "viewer"), ("Domains", ""), ("Expires", "90d"));
        var token = Token().Match(await made.Content.ReadAsStringAsync()).Value;
        Assert.Equal("no-store", made.Headers.CacheControl?.ToString());
        Assert.DoesNotContain(token, await _administrator.GetStringAsync(new Uri("/tokens", UriKind.Relative)), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await AskAsync(token));

        using var revoked = await _administrator.SubmitAsync("/tokens", "revoke", ("Remove", "deploy"));
        Assert.Equal(HttpStatusCode.Unauthorized, await AskAsync(token));
        await UndoAsync("/tokens", await revoked.Content.ReadAsStringAsync());

        Assert.Equal(HttpStatusCode.OK, await AskAsync(token));
    }

    [Fact]
    public async Task Every_other_session_is_ended_at_once()
    {
        using var other = await PanelForm.SignInAsync(_server);

        using var ended = await _administrator.SubmitAsync("/sessions", "end-others");

        Assert.Contains("1 sessions have ended.", await ended.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(other, "/account"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_administrator, "/account"));
    }

    [Theory]
    [InlineData("viewer", "")]
    [InlineData("domain-administrator", "example.com")]
    public async Task Who_is_no_administrator_sees_and_does_nothing_here(string role, string domains)
    {
        await MakeAsync("eve", role, domains);
        using var eve = await PanelForm.SignInAsync(_server, "eve", Another);

        foreach (var path in new[] { "/accounts", "/tokens", "/sessions", "/settings", "/log" })
        {
            Assert.Equal((path, HttpStatusCode.Forbidden), (path, await StatusAsync(eve, path)));
        }

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(eve, "/accounts/admin"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(eve, "/about"));
        using var role1 = await PostAsync(eve, "/accounts/eve", "role", ("Typed.Role", "administrator"), ("Typed.Domains", ""));
        using var token = await PostAsync(eve, "/tokens", "create", ("Typed.Name", "mine"), ("Typed.Role", "administrator"));
        using var session = await PostAsync(eve, "/sessions", "end-others");
        using var password = await PostAsync(eve, "/accounts/admin", "password", ("Typed.Password", "a horse of eve's own"));

        Assert.DoesNotContain("deploy", await token.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.DoesNotContain("mslite_", await token.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_administrator, "/accounts"));
        Assert.Contains("There are none yet.", await _administrator.GetStringAsync(new Uri("/tokens", UriKind.Relative)), StringComparison.Ordinal);
        using var still = await PanelForm.SignInAsync(_server);
    }

    [Fact]
    public async Task What_somebody_did_nobody_else_takes_back()
    {
        using var second = await MakeAsync("second", "administrator", "");
        await MakeAsync("vic", "viewer", "");
        using var gone = await _administrator.SubmitAsync("/accounts", "delete", ("Remove", "vic"));
        using var other = await PanelForm.SignInAsync(_server, "second", Another);

        var answer = await UndoAsync("/accounts", await gone.Content.ReadAsStringAsync(), other);

        Assert.Contains("cannot be taken back any more", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_and_the_settings_say_no_secret()
    {
        var setup = _server.SetupLink.Split('/')[^1];
        var settings = await _administrator.GetStringAsync(new Uri("/settings", UriKind.Relative));
        var log = await _administrator.GetStringAsync(new Uri("/log", UriKind.Relative));

        Assert.Contains("MaxConnectionsPerClient", settings, StringComparison.Ordinal);
        Assert.Contains("command line", settings, StringComparison.Ordinal);
        Assert.Contains("mx.mslite.test", settings, StringComparison.Ordinal);
        Assert.Contains("The certificate", log, StringComparison.Ordinal);
        Assert.DoesNotContain(setup, settings + log, StringComparison.Ordinal);
        Assert.DoesNotContain(PanelForm.Password, settings + log, StringComparison.Ordinal);
    }

    private async Task<HttpResponseMessage> MakeAsync(string name, string role, string domains)
    {
        var made = await _administrator.SubmitAsync("/accounts", "create", ("Name", name), ("Password", Another), ("Role", role), ("Domains", domains));
        Assert.Contains($"The account {name} is made.", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        return made;
    }

    private async Task<string> UndoAsync(string path, string html, HttpClient? client = null)
    {
        var id = Undo().Match(html).Groups["id"].Value;
        using var answer = await PostAsync(client ?? _administrator, path, "undo", ("Undo", id));
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
    }

    private static async Task<HttpResponseMessage> PostAsync(HttpClient client, string path, string form, params (string Name, string Value)[] fields)
    {
        var html = await client.GetStringAsync(new Uri("/account", UriKind.Relative));
        var token = Form().Match(html).Groups["value"].Value;
        using var content = new FormUrlEncodedContent(
            fields.Select(field => new KeyValuePair<string, string>(field.Name, field.Value)).Append(new("_handler", form)).Append(new("__RequestVerificationToken", token)));
        return await client.PostAsync(new Uri(path, UriKind.Relative), content);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(new Uri(path, UriKind.Relative));
        return answer.StatusCode;
    }

    private async Task<HttpStatusCode> AskAsync(string token)
    {
        using var client = PanelForm.Client(_server);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/domains");
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        using var answer = await client.SendAsync(request);
        return answer.StatusCode;
    }

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();

    [GeneratedRegex("name=\"Undo\" value=\"(?<id>[^\"]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Undo();

    [GeneratedRegex("mslite_[A-Za-z0-9_-]+", RegexOptions.None, 1000)]
    private static partial Regex Token();
}
