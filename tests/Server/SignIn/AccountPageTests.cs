using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>What people do with their own account, and administrators with those of others, by forms without scripts.</summary>
public sealed partial class AccountPageTests : IAsyncLifetime
{
    private const string Base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
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
    public async Task A_new_password_ends_every_other_session_and_needs_the_old_one()
    {
        using var other = await PanelForm.SignInAsync(_server);
        using var wrong = await ChangeAsync("wrong password");
        Assert.Contains("The password is wrong.", await wrong.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(other));

        using var right = await ChangeAsync(PanelForm.Password);

        Assert.Contains("The password is changed", await right.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Found, await StatusAsync(other));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_administrator));
        using var again = await PanelForm.SignInAsync(_server, password: Another);
    }

    [Fact]
    public async Task With_an_authenticator_a_code_is_asked_for()
    {
        var page = await _administrator.GetStringAsync(new Uri("/account", UriKind.Relative));
        var key = Key().Match(page).Groups["key"].Value;
        using var on = await _administrator.SubmitAsync(
            "/account", "codes-on", ("Key", key), ("Code", Code(key)), ("Current", PanelForm.Password));
        var recovery = Recovery().Match(await on.Content.ReadAsStringAsync()).Groups["code"].Value;
        Assert.NotEmpty(recovery);

        using var client = PanelForm.Client(_server);
        using var asked = await client.SubmitAsync("/sign-in", "sign-in", ("Name", PanelForm.Name), ("Password", PanelForm.Password));
        Assert.Contains("This account asks for a code", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var done = await client.SubmitAsync("/sign-in", "sign-in", ("Name", PanelForm.Name), ("Password", PanelForm.Password), ("Code", recovery));
        Assert.Equal(HttpStatusCode.Found, done.StatusCode);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(client));
    }

    [Fact]
    public async Task A_viewer_sees_no_accounts_and_makes_none()
    {
        using var made = await CreateAsync(_administrator, "vic", "viewer");
        Assert.Contains("The account vic is made.", await made.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var viewer = await PanelForm.SignInAsync(_server, "vic", Another);
        using (var page = await viewer.GetAsync(new Uri("/accounts", UriKind.Relative)))
        {
            Assert.Equal(HttpStatusCode.Forbidden, page.StatusCode);
            Assert.DoesNotContain(PanelForm.Name + "</strong>", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }

        var token = await TokenAsync(viewer);
        using var content = new FormUrlEncodedContent(
            [new("_handler", "create"), new("__RequestVerificationToken", token), new("Typed.Name", "mallory"), new("Typed.Password", Another), new("Typed.Role", "administrator")]);
        using var refused = await viewer.PostAsync(new Uri("/accounts", UriKind.Relative), content);

        Assert.NotEqual(HttpStatusCode.OK, refused.StatusCode);
        var accounts = await _administrator.GetStringAsync(new Uri("/accounts", UriKind.Relative));
        Assert.Contains("vic", accounts, StringComparison.Ordinal);
        Assert.DoesNotContain("mallory", accounts, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_deleted_account_is_signed_out_and_the_last_administrator_stays()
    {
        using var made = await CreateAsync(_administrator, "vic", "viewer");
        using var viewer = await PanelForm.SignInAsync(_server, "vic", Another);

        using var gone = await _administrator.SubmitAsync("/accounts", "delete", ("Remove", "vic"));
        using var kept = await _administrator.SubmitAsync("/accounts", "delete", ("Remove", PanelForm.Name));

        Assert.Equal(HttpStatusCode.Found, await StatusAsync(viewer));
        Assert.Contains("The last administrator stays", await kept.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(_administrator));
    }

    private static Task<HttpResponseMessage> CreateAsync(HttpClient client, string name, string role) =>
        client.SubmitAsync("/accounts", "create", ("Name", name), ("Password", Another), ("Role", role), ("Domains", ""));

    private static async Task<string> TokenAsync(HttpClient client) =>
        Form().Match(await client.GetStringAsync(new Uri("/account", UriKind.Relative))).Groups["value"].Value;

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync(new Uri("/", UriKind.Relative));
        return answer.StatusCode;
    }

    // As an authenticator does it: RFC 6238.
    private static string Code(string key)
    {
        var bits = string.Concat(key.Select(c => Convert.ToString(Base32.IndexOf(c, StringComparison.Ordinal), 2).PadLeft(5, '0')));
        var bytes = bits.Chunk(8).Where(chunk => chunk.Length == 8).Select(chunk => Convert.ToByte(new string(chunk), 2)).ToArray();
        var counter = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(counter, DateTimeOffset.UtcNow.ToUnixTimeSeconds() / 30);
#pragma warning disable CA5350 // The hash that RFC 6238 names first, and authenticators use.
        var mac = HMACSHA1.HashData(bytes, counter);
#pragma warning restore CA5350
        var number = BinaryPrimitives.ReadInt32BigEndian(mac.AsSpan(mac[^1] & 0xF)) & int.MaxValue;
        return (number % 1_000_000).ToString("D6", CultureInfo.InvariantCulture);
    }

    private Task<HttpResponseMessage> ChangeAsync(string current) =>
        _administrator.SubmitAsync("/account", "password", ("Current", current), ("Password", Another), ("Again", Another));

    [GeneratedRegex("name=\"Typed.Key\" value=\"(?<key>[A-Z2-7]+)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Key();

    [GeneratedRegex("<code>(?<code>[A-Z2-7]{4}(-[A-Z2-7]{4}){3})</code>", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Recovery();

    [GeneratedRegex("__RequestVerificationToken\" value=\"(?<value>[^\"]*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
