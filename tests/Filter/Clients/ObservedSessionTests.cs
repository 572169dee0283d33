using System.Net;
using Microsoft.Extensions.DependencyInjection;
using MsLite.Harness;
using MsLite.Mail;
using MsLite.Smtp;

namespace MsLite.Filter.Tests;

/// <summary>Which sessions the real-client guard gets to see, and what it then does to their mail.</summary>
public sealed class ObservedSessionTests : IAsyncLifetime
{
    private readonly TempTree _tree = new();
    private readonly ManualClock _clock = new();
    private readonly ServiceProvider _filter;
    private readonly ISmtpSessionFactory _sessions;

    public ObservedSessionTests()
    {
        _tree.Touch("srv/example.com/users/valid/bob");
        _tree.Touch("srv/example.com/blacklisted/hosts/gw.example.net");
        var options = new MsLiteOptions
        {
            SrvRoot = _tree.Path("srv"),
            SpamRoot = _tree.Folder("spam"),
            StateRoot = _tree.Folder("state"),
            IpBlacklistDirectory = _tree.Folder("blacklist.d"),
            Delivery = "maildir:" + _tree.Folder("mail"),
            Hostname = "mx.example.com",
        };
        _filter = new ServiceCollection()
            .AddLogging().AddSingleton(options).AddSingleton<TimeProvider>(_clock).AddFilter()
            .BuildServiceProvider();
        _sessions = _filter.GetRequiredService<ISmtpSessionFactory>();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _filter.DisposeAsync();
        _tree.Dispose();
    }

    [Fact]
    public async Task Sessions_with_mail_count_and_their_mail_is_then_not_refused_for_the_gateways_name()
    {
        Assert.Equal(550, await SendAsync());

        await ComeAsync(25, MailOnceAsync);

        Assert.Equal(250, await SendAsync());
        Assert.Single(_filter.GetServices<INoticeSource>().SelectMany(source => source.Notices), notice => notice.Subject == "Clients' addresses");
    }

    [Fact]
    public async Task Whoever_only_looks_whether_we_are_up_does_not_count()
    {
        await ComeAsync(100, async session => await session.HelloAsync("gw.example.net", extended: true, CancellationToken.None));

        Assert.Equal(550, await SendAsync());
    }

    [Fact]
    public async Task A_session_counts_once_however_many_messages_it_brings()
    {
        await ComeAsync(20, async session =>
        {
            await MailOnceAsync(session);
            await MailOnceAsync(session);
        });

        Assert.Equal(550, await SendAsync());
    }

    private static async ValueTask MailOnceAsync(ISmtpSession session)
    {
        await session.MailAsync(new EmailAddress("ann", "example.net"), MailParameters.None, CancellationToken.None);
        session.Reset();
    }

    private async Task ComeAsync(int sessions, Func<ISmtpSession, ValueTask> act)
    {
        for (var i = 0; i < sessions; i++)
        {
            await using var session = _sessions.Create(Gateway());
            await act(session);
            _clock.Advance(TimeSpan.FromSeconds(10));
        }
    }

    /// <summary>The reply's code.</summary>
    private async Task<int> SendAsync()
    {
        await using var session = _sessions.Create(Gateway());
        await session.MailAsync(new EmailAddress("ann", "example.net"), MailParameters.None, CancellationToken.None);
        await session.RcptAsync(new EmailAddress("bob", "example.com"), RcptParameters.None, CancellationToken.None);
        return (await session.DataAsync(new Letter(), CancellationToken.None)).Final.Code;
    }

    private static SmtpClientHost Gateway() => new()
    {
        SessionId = "test",
        EndPoint = new IPEndPoint(IPAddress.Parse("172.17.0.1"), 40000),
        LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
        GivenName = "gw.example.net",
        HelloName = "gw.example.net",
    };

    private sealed class Letter : MessageData
    {
        public override async ValueTask<SmtpReply?> CopyToAsync(IMessageSink destination, CancellationToken ct)
        {
            await destination.WriteAsync("Subject: hello\r\n\r\nHello.\r\n"u8.ToArray(), ct);
            return null;
        }
    }
}
