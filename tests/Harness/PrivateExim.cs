using System.Diagnostics;
using System.Net;
using System.Text;
using Xunit;

namespace MsLite.Harness;

/// <summary>
/// An exim of the test's own, called as <c>rsmtp</c> or listening for SMTP, which puts all mail into one Maildir and refuses what says EVIL. Debian's exim
/// and Postfix cannot both be installed, so test.sh only unpacks it.
/// </summary>
public sealed class PrivateExim : IAsyncDisposable
{
    // Not in a home directory: exim's own user runs it, too.
    private const string Unpacked = "/var/cache/mslite-tests/exim4/usr/sbin/exim4";

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly TempTree _tree = new();

    public PrivateExim()
    {
        EndPoint = new IPEndPoint(IPAddress.Loopback, FreePort.Take());
        var config = _tree.Touch("exim.conf", Config(_tree.Root, EndPoint.Port));
        Program = _tree.Touch("rsmtp", $"#!/bin/sh\nexec {Binary} -C {config} \"$@\"\n");
        foreach (var folder in (string[])["", "spool", "log", "mail"])
        {
            // Delivered by exim's own user.
            _tree.Folder(folder);
            _tree.Permit(folder, (UnixFileMode)0b111_111_111);
        }

        _tree.Permit("rsmtp", (UnixFileMode)0b111_101_101);
        _tree.Permit("exim.conf", (UnixFileMode)0b110_100_100);
    }

    /// <summary>Null when it can be run here.</summary>
    public static string? SkipReason =>
        Environment.UserName != "root" ? "exim takes a configuration of ours from root only."
        : Binary is null ? "exim4 is neither installed nor unpacked (test.sh does it where there is Debian)." : null;

    /// <summary>Where it speaks SMTP once it listens.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>The path behind <c>bsmtp:</c>.</summary>
    public string Program { get; }

    public string Log => _tree.Exists("log/main") ? _tree.Read("log/main") : "";

    private static string? Binary => Tool.Find("exim4") ?? (File.Exists(Unpacked) ? Unpacked : null);

    /// <summary>What has come to rest in the Maildir: LF line ends, a character a byte, exim's own fields in front.</summary>
    public IReadOnlyList<string> Messages() => [.. _tree.Files("mail/new").Select(file => File.ReadAllText(_tree.Path($"mail/new/{file}"), Encoding.Latin1))];

    /// <summary>exim delivers after it has taken the message.</summary>
    public async Task<IReadOnlyList<string>> WaitForMessagesAsync(int count, TimeSpan limit)
    {
        for (var begun = Stopwatch.GetTimestamp(); Messages().Count < count; await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(begun) > limit)
            {
                throw new TimeoutException($"exim delivered {Messages().Count} of {count} messages within {limit}:\n{Log}");
            }
        }

        return Messages();
    }

    /// <summary>Has it speak SMTP until what is given back is disposed.</summary>
    public async Task<IAsyncDisposable> ListenAsync()
    {
        var daemon = await ChildProcess.StartAsync(Program, ["-bdf"], _tree.Root);
        await FreePort.WaitForAsync(EndPoint.Port, TimeSpan.FromSeconds(30));
        return daemon;
    }

    /// <summary>Waits for exims that still deliver: what they write would be in the way when the folder is removed.</summary>
    public async ValueTask DisposeAsync()
    {
        for (var begun = Stopwatch.GetTimestamp(); IsAtWork(); await Task.Delay(20))
        {
            if (Stopwatch.GetElapsedTime(begun) > s_limit)
            {
                throw new TimeoutException($"exim has not ended within {s_limit}:\n{Log}");
            }
        }

        _tree.Dispose();
    }

    /// <summary>Each exim of this folder is told so by its command line, those too that another one has started.</summary>
    private bool IsAtWork() => Directory.EnumerateDirectories("/proc").Any(process =>
    {
        try
        {
            return File.ReadAllText(Path.Combine(process, "cmdline")).Contains(_tree.Root, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            // No process, or it has just ended.
            return false;
        }
    });

    private static string Config(string root, int port) => $$$"""
        primary_hostname = exim.hop.test
        exim_path = {{{root}}}/rsmtp
        spool_directory = {{{root}}}/spool
        log_file_path = {{{root}}}/log/%s
        keep_environment =
        tls_advertise_hosts =
        local_interfaces = <; [127.0.0.1]:{{{port}}}
        pid_file_path = {{{root}}}/spool/exim.pid
        acl_smtp_rcpt = known
        acl_smtp_data = check
        acl_not_smtp = check
        begin acl
        known:
          deny message = 5.1.1 Never heard of
            condition = ${if eq{$local_part}{gone}}
          accept
        check:
          deny message = 5.7.1 Evil content
            condition = ${if match{$message_body}{EVIL}}
          accept
        begin routers
        all:
          driver = accept
          transport = maildir
        begin transports
        maildir:
          driver = appendfile
          maildir_format
          directory = {{{root}}}/mail
          user = Debian-exim
          envelope_to_add
          return_path_add

        """;
}

/// <summary>A test that runs a <see cref="PrivateExim"/>, skipped where that is not possible.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class EximFactAttribute : FactAttribute
{
    public EximFactAttribute() => Skip = PrivateExim.SkipReason;
}
