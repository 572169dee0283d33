using MsLite.Harness;

namespace MsLite.Smtp.Tests.Client;

/// <summary>One Postfix for a class of tests, with what next hops may offer: TLS, XCLIENT, internationalized addresses.</summary>
public sealed class RunningPostfix : IAsyncLifetime
{
    private PrivatePostfix? _postfix;

    public PrivatePostfix Postfix => _postfix ?? throw new InvalidOperationException(PrivatePostfix.SkipReason);

    public async Task InitializeAsync()
    {
        if (PrivatePostfix.SkipReason is null)
        {
            _postfix = await PrivatePostfix.StartAsync(
            [
                .. PrivatePostfix.Tls,
                "inet_protocols = all",
                "smtpd_authorized_xclient_hosts = 127.0.0.0/8",
                "smtpd_relay_restrictions = reject_unauth_destination",
                "smtpd_recipient_restrictions = check_recipient_access inline:{gone@example.com=REJECT}",
            ]);
        }
    }

    public async Task DisposeAsync()
    {
        if (_postfix is not null)
        {
            await _postfix.DisposeAsync();
        }
    }
}
