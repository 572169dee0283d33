using System.Net;
using Microsoft.Extensions.Logging.Abstractions;
using MsLite.Harness;
using MsLite.Smtp;

namespace MsLite.Filter.Tests;

public sealed class ClientGuardTests
{
    private const string Gateway = "172.17.0.1";

    private readonly ManualClock _clock = new();
    private readonly MsLiteOptions _options = new();
    private ClientGuard? _guard;

    private ClientGuard Guard => _guard ??= new ClientGuard(new CurrentOptions(_options), _clock, NullLogger<ClientGuard>.Instance);

    [Theory]
    [InlineData("172.17.0.1")]
    [InlineData("127.0.0.1")]
    [InlineData("10.1.2.3")]
    [InlineData("192.168.1.1")]
    [InlineData("169.254.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("::1")]
    [InlineData("fe80::1%2")]
    [InlineData("fd00:dead:beef::1")]
    [InlineData("::ffff:172.17.0.1")]
    public void One_private_address_for_all_clients_is_taken_for_a_gateway(string address)
    {
        Sessions(25, address, TimeSpan.FromSeconds(8));

        Assert.True(Hides(address));
        var notice = Assert.Single(Guard.Notices);
        Assert.Contains(NetworkSet.Normalise(IPAddress.Parse(address)).ToString(), notice.Text, StringComparison.Ordinal);
        Assert.Contains("TrustedProxies", notice.Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("198.51.100.7")]
    [InlineData("172.32.0.1")]
    [InlineData("100.128.0.1")]
    [InlineData("2001:db8::1")]
    public void One_public_address_is_just_a_client(string address)
    {
        Sessions(100, address, TimeSpan.FromSeconds(8));

        Assert.Equal((false, 0), (Hides(address), Guard.Notices.Count));
    }

    [Fact]
    public void Fewer_than_twenty_five_sessions_are_no_sign()
    {
        Sessions(24, Gateway, TimeSpan.FromSeconds(15));
        Assert.False(Hides(Gateway));

        Sessions(1, Gateway, TimeSpan.Zero);
        Assert.True(Hides(Gateway));
    }

    [Fact]
    public void A_burst_is_no_sign_until_it_has_lasted_three_minutes()
    {
        Sessions(1000, Gateway, TimeSpan.FromMilliseconds(179));
        Assert.False(Hides(Gateway));

        _clock.Advance(TimeSpan.FromSeconds(1));
        Sessions(1, Gateway, TimeSpan.Zero);
        Assert.True(Hides(Gateway));
    }

    [Fact]
    public void Sessions_with_long_pauses_between_them_are_no_sign()
    {
        Sessions(100, Gateway, TimeSpan.FromSeconds(26));
        Assert.False(Hides(Gateway));

        _clock.Advance(TimeSpan.FromMinutes(11));
        Sessions(25, Gateway, TimeSpan.FromSeconds(1));
        Assert.False(Hides(Gateway));
    }

    [Theory]
    [InlineData("198.51.100.7", false)]
    [InlineData("172.17.0.2", false)]
    [InlineData(Gateway, true)]
    public void Another_client_ends_it_at_once_and_is_remembered_for_ten_minutes(string other, bool proxied)
    {
        Sessions(30, Gateway, TimeSpan.FromSeconds(10));
        Assert.True(Hides(Gateway));

        Guard.Observe(Client(other, proxied));
        Assert.Equal((false, 0), (Hides(Gateway), Guard.Notices.Count));

        Sessions(60, Gateway, TimeSpan.FromSeconds(10));
        Assert.False(Hides(Gateway));
        Sessions(2, Gateway, TimeSpan.FromSeconds(10));
        Assert.True(Hides(Gateway));
    }

    [Fact]
    public void Two_private_addresses_by_turns_are_no_gateway()
    {
        for (var i = 0; i < 100; i++)
        {
            Sessions(1, "10.0.0.1", TimeSpan.FromSeconds(5));
            Sessions(1, "10.0.0.2", TimeSpan.FromSeconds(5));
        }

        Assert.False(Hides("10.0.0.1") || Hides("10.0.0.2"));
    }

    [Fact]
    public void Silence_does_not_take_the_suspicion_back()
    {
        Sessions(25, Gateway, TimeSpan.FromSeconds(8));
        _clock.Advance(TimeSpan.FromHours(8));
        Assert.True(Hides(Gateway));

        Sessions(1, Gateway, TimeSpan.Zero);
        Assert.True(Hides(Gateway));
    }

    [Fact]
    public void Only_the_gateways_own_clients_are_doubted()
    {
        Sessions(25, Gateway, TimeSpan.FromSeconds(8));

        Assert.False(Hides("198.51.100.7"));
        Assert.False(Guard.Hides(Client(Gateway, proxied: true)));
    }

    [Fact]
    public void Our_own_hosts_neither_raise_nor_end_the_suspicion()
    {
        _options.Smtp.RelayClients = ["10.0.0.0/8"];
        Sessions(100, "10.0.0.5", TimeSpan.FromSeconds(8));
        Assert.False(Hides("10.0.0.5"));

        Sessions(25, Gateway, TimeSpan.FromSeconds(8));
        Sessions(1, "10.0.0.5", TimeSpan.Zero);
        Assert.True(Hides(Gateway));
    }

    private bool Hides(string address) => Guard.Hides(Client(address));

    /// <summary>The clock moves on behind each of them.</summary>
    private void Sessions(int count, string address, TimeSpan apart)
    {
        for (var i = 0; i < count; i++)
        {
            Guard.Observe(Client(address));
            _clock.Advance(apart);
        }
    }

    private static SmtpClientHost Client(string address, bool proxied = false) => new()
    {
        SessionId = "test",
        EndPoint = new IPEndPoint(IPAddress.Parse(address), 40000),
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
        Proxied = proxied,
    };
}
