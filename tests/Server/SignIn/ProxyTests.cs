using System.Net;
using MsLite.Harness;

namespace MsLite.Web.Tests.SignIn;

/// <summary>Who may say who the client is, and whether it spoke TLS.</summary>
public sealed class ProxyTests
{
    [Theory]
    [InlineData("127.0.0.1", true)]
    [InlineData("192.0.2.1", false)]
    public async Task Only_a_proxy_of_the_list_is_believed(string trusted, bool isBelieved)
    {
        await using var server = await RunningServer.StartAsync([("Http:TrustedProxies", trusted)]);
        using var client = PanelForm.Client(server);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");

        using var answer = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));

        Assert.Equal(isBelieved, answer.Headers.Contains("Strict-Transport-Security"));
    }

    [Fact]
    public async Task Without_a_list_nobody_is_believed_and_no_other_name_is_answered_to()
    {
        await using var server = await RunningServer.StartAsync();
        using var client = PanelForm.Client(server);
        client.DefaultRequestHeaders.Add("X-Forwarded-Proto", "https");
        client.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        client.DefaultRequestHeaders.Host = "panel.example.com";

        using var answer = await client.GetAsync(new Uri("/sign-in", UriKind.Relative));

        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("MsLite:Http:TrustedProxies", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Guessing_is_slowed_by_the_address_that_a_trusted_proxy_tells_and_by_no_other()
    {
        await using var server = await RunningServer.StartAsync([("Http:TrustedProxies", "127.0.0.1")]);
        using var administrator = await PanelForm.SetUpAsync(server);
        using var guesser = PanelForm.Client(server);
        guesser.DefaultRequestHeaders.Add("X-Forwarded-For", "198.51.100.7");
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 11; i++)
        {
            using var answer = await guesser.SubmitAsync("/sign-in", "sign-in", ("Name", $"guess{i}"), ("Password", "wrong"));
            answers.Add(answer.StatusCode);
        }

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.TooManyRequests), (answers[0], answers[^1]));
        using var owner = await PanelForm.SignInAsync(server);
    }
}
