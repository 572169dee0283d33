using System.Diagnostics;
using System.Text;

namespace MsLite.Harness;

/// <summary>Postfix's smtp-sink, which writes each message it takes to a file: a next hop that is not ours.</summary>
public sealed class SmtpSink : IAsyncDisposable
{
    private readonly TempTree _tree;
    private readonly ChildProcess _process;

    private SmtpSink(TempTree tree, ChildProcess process, int port)
    {
        _tree = tree;
        _process = process;
        Url = $"smtp://127.0.0.1:{port}";
    }

    /// <summary>For the option Delivery.</summary>
    public string Url { get; }

    public static async Task<SmtpSink> StartAsync()
    {
        var tree = new TempTree();
        // It gives up root's rights and must still be able to write here.
        await Process.Start("chmod", ["0777", tree.Root]).WaitForExitAsync();
        var port = FreePort.Take();
        string[] user = Environment.UserName == "root" ? ["-u", "nobody"] : [];
        var process = await ChildProcess.StartAsync(Tool.Find("smtp-sink")!, [.. user, "-d", "%s.", $"127.0.0.1:{port}", "256"], tree.Root);
        await FreePort.WaitForAsync(port, TimeSpan.FromSeconds(20));
        return new SmtpSink(tree, process, port);
    }

    /// <summary>What it got, by recipient (one a message): the message with LF, without the lines it writes itself.</summary>
    public IReadOnlyList<(string Recipient, byte[] Content)> Messages() => [.. _tree.Files().Select(file => Parse(File.ReadAllBytes(_tree.Path(file))))];

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        _tree.Dispose();
    }

    /// <summary>Before the message stand X-Client-… to X-Rcpt-Args and a Received field of three lines; after it one empty line.</summary>
    private static (string Recipient, byte[] Content) Parse(byte[] file)
    {
        var text = Encoding.Latin1.GetString(file);
        var recipient = text.IndexOf("\nX-Rcpt-Args: <", StringComparison.Ordinal) + "\nX-Rcpt-Args: <".Length;
        var received = text.IndexOf("\nReceived: ", recipient, StringComparison.Ordinal);
        var start = received;
        for (var line = 0; line < 4; line++)
        {
            start = text.IndexOf('\n', start) + 1;
        }

        return (text[recipient..text.IndexOf('>', recipient)], file[start..^1]);
    }
}
