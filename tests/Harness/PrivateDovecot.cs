using System.Net;
using System.Text;
using Xunit;

namespace MsLite.Harness;

/// <summary>
/// A Dovecot of the test's own: LMTP on a free port and on a socket, mailboxes in Maildirs, and the password service that a Postfix can
/// ask. Needs root.
/// </summary>
public sealed class PrivateDovecot : IAsyncDisposable
{
    /// <summary>Everybody's.</summary>
    public const string Password = "correct horse";

    private readonly TempTree _tree;
    private readonly ChildProcess _master;

    private PrivateDovecot(TempTree tree, ChildProcess master, int port)
    {
        (_tree, _master) = (tree, master);
        EndPoint = new IPEndPoint(IPAddress.Loopback, port);
    }

    public IPEndPoint EndPoint { get; }

    /// <summary>For the option Delivery: LMTP over TCP.</summary>
    public string Url => $"lmtp://{EndPoint}";

    /// <summary>The same over the socket.</summary>
    public string SocketUrl => $"lmtp:{_tree.Path("lmtp.sock")}";

    /// <summary>Settings of a <see cref="PrivatePostfix"/> that lets in only whom this Dovecot knows, and tells who it was.</summary>
    public IReadOnlyList<string> SaslSettings =>
    [
        "smtpd_sasl_auth_enable = yes",
        "smtpd_sasl_type = dovecot",
        $"smtpd_sasl_path = {_tree.Path("auth.sock")}",
        "smtpd_sasl_authenticated_header = yes",
        "smtpd_relay_restrictions = permit_sasl_authenticated, reject",
    ];

    /// <summary>Null when it can be started here.</summary>
    public static string? SkipReason =>
        Environment.UserName != "root" ? "A private Dovecot must be started by root." : Tool.SkipReason("dovecot", "/usr/lib/dovecot/lmtp");

    public string Log => _tree.Read("log");

    /// <param name="users">Their whole addresses. One whose name begins with "broken" has a mailbox that cannot be written.</param>
    public static async Task<PrivateDovecot> StartAsync(params IReadOnlyList<string> users)
    {
        var tree = new TempTree();
        var port = FreePort.Take();
        foreach (var folder in (string[])["", "run", "state", "mail"])
        {
            tree.Folder(folder);
            tree.Permit(folder, (UnixFileMode)0b111_111_111);
        }

        tree.Touch("log");
        tree.Touch("no-folder");
        tree.Touch("users", string.Concat(users.Select(user => UserLine(user, Home(tree, user)))));
        tree.Touch("dovecot.conf", Config(tree.Root, port));
        var master = await ChildProcess.StartAsync(Tool.Find("dovecot")!, ["-F", "-c", tree.Path("dovecot.conf")], tree.Root);
        await FreePort.WaitForAsync(port, TimeSpan.FromSeconds(30));
        return new PrivateDovecot(tree, master, port);
    }

    /// <summary>Gives a user whose mailbox could not be written one that can.</summary>
    public void Mend(string user)
    {
        var others = _tree.Read("users").Split('\n').Where(line => line.Length > 0 && !line.StartsWith($"{user}:", StringComparison.Ordinal));
        _tree.Touch("users", string.Join('\n', [.. others, UserLine(user, _tree.Path($"mail/{user}"))]));
    }

    /// <summary>What a user has: LF line ends, Dovecot's own fields in front.</summary>
    public IReadOnlyList<string> Messages(string user) =>
        [.. _tree.Files("mail").Where(file => file.StartsWith($"{user}/", StringComparison.Ordinal) && file.Contains("/new/", StringComparison.Ordinal))
            .Select(file => File.ReadAllText(_tree.Path($"mail/{file}"), Encoding.Latin1))];

    public async ValueTask DisposeAsync()
    {
        await _master.StopAsync(TimeSpan.FromSeconds(30));
        await _master.DisposeAsync();
        _tree.Dispose();
    }

    // Below a file nothing can be written.
    private static string Home(TempTree tree, string user) =>
        tree.Path(user.StartsWith("broken", StringComparison.Ordinal) ? "no-folder/home" : $"mail/{user}");

    private static string UserLine(string user, string home) => $"{user}:{Password}:65534:65534::{home}::\n";

    private static string Config(string root, int port) => $$"""
        base_dir = {{root}}/run
        state_dir = {{root}}/state
        log_path = {{root}}/log
        protocols = lmtp
        listen = 127.0.0.1
        ssl = no
        hostname = dovecot.hop.test
        postmaster_address = postmaster@example.com
        mail_location = maildir:~/Maildir
        first_valid_uid = 1
        first_valid_gid = 1
        auth_mechanisms = plain login
        passdb {
          driver = passwd-file
          args = scheme=PLAIN username_format=%u {{root}}/users
        }
        userdb {
          driver = passwd-file
          args = username_format=%u {{root}}/users
        }
        service lmtp {
          inet_listener lmtp {
            port = {{port}}
          }
          unix_listener {{root}}/lmtp.sock {
            mode = 0666
          }
        }
        service auth {
          unix_listener {{root}}/auth.sock {
            mode = 0666
          }
        }

        """;
}

/// <summary>A test that starts a <see cref="PrivateDovecot"/>, and a <see cref="PrivatePostfix"/> perhaps; skipped where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DovecotFactAttribute : FactAttribute
{
    public DovecotFactAttribute(bool withPostfix = false)
    {
        WithPostfix = withPostfix;
        Skip = PrivateDovecot.SkipReason ?? (withPostfix ? PrivatePostfix.SkipReason : null);
    }

    public bool WithPostfix { get; }
}
