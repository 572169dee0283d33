using System.Buffers;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.RegularExpressions;

namespace MsLite.Benchmarks;

/// <summary>
/// A page of the panel held open as a browser holds it: the circuit of what the server drew, every frame taken and acknowledged. It
/// draws nothing, so that what is measured is the server's part of the work.
/// </summary>
internal sealed partial class OpenPanel : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _closing = new();
    private readonly TaskCompletionSource _drawn = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Task _reading = Task.CompletedTask;

    private readonly HttpClient _client;
    private string _circuit = "";

    private OpenPanel(HttpClient client) => _client = client;

    /// <summary>Frames that the server has drawn.</summary>
    public int Frames { get; private set; }

    /// <summary>Bytes that it sent for them.</summary>
    public long Bytes { get; private set; }

    /// <param name="client">Signed in, with the cookies in <paramref name="cookies"/>.</param>
    public static async Task<OpenPanel> OpenAsync(HttpClient client, CookieContainer cookies, string path)
    {
        var origin = client.BaseAddress!;
        var html = await client.GetStringAsync(new Uri(path, UriKind.Relative));
        var records = string.Join(',', Marker().Matches(html).Select(match => match.Groups["json"].Value));
        var state = State().Match(html).Groups["state"].Value;
        var panel = new OpenPanel(client);
        panel._socket.Options.Cookies = cookies;
        panel._socket.Options.SetRequestHeader("Origin", origin.GetLeftPart(UriPartial.Authority));
        await panel._socket.ConnectAsync(new UriBuilder(origin) { Scheme = "ws", Path = "/_blazor" }.Uri, CancellationToken.None);
        await panel.SendAsync(Encoding.UTF8.GetBytes("{\"protocol\":\"blazorpack\",\"version\":1}\u001e"));
        await panel.SendAsync(PackedCall.Write("StartCircuit", "0", origin.ToString(), new Uri(origin, path).ToString(), $"[{records}]", state));
        panel._reading = panel.ReadAllAsync(panel._closing.Token);
        return panel;
    }

    /// <summary>Waits until the circuit has drawn the page for the first time.</summary>
    /// <exception cref="InvalidOperationException">The circuit broke before.</exception>
    public async Task WaitUntilDrawnAsync() => await await Task.WhenAny(_drawn.Task, _reading);

    /// <summary>Says so as a browser does when its page is closed; otherwise the server keeps the circuit, and works for it, for minutes.</summary>
    public async ValueTask DisposeAsync()
    {
        using var form = new FormUrlEncodedContent([new("circuitId", _circuit)]);
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri("/_blazor/disconnect", UriKind.Relative)) { Content = form };
        request.Headers.Add("Origin", _client.BaseAddress!.GetLeftPart(UriPartial.Authority));
        using var answer = await _client.SendAsync(request);
        answer.EnsureSuccessStatusCode();
        await _closing.CancelAsync();
        await _reading;
        _socket.Dispose();
        _closing.Dispose();
    }

    private async Task ReadAllAsync(CancellationToken ct)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var isGreeted = false;
        try
        {
            while (true)
            {
                var received = await _socket.ReceiveAsync(buffer.GetMemory(64 * 1024), ct);
                buffer.Advance(received.Count);
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    throw new InvalidOperationException("The server closed the circuit.");
                }

                if (received.EndOfMessage)
                {
                    // The answer to the handshake is text and no message.
                    var skip = isGreeted ? 0 : buffer.WrittenSpan.IndexOf((byte)0x1e) + 1;
                    isGreeted = true;
                    await TakeAsync(buffer.WrittenMemory[skip..]);
                    buffer.ResetWrittenCount();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // It was closed.
        }
    }

    private async Task TakeAsync(ReadOnlyMemory<byte> messages)
    {
        foreach (var (target, number, answer) in PackedCall.Read(messages))
        {
            _circuit = answer ?? _circuit;
            if (target == "JS.RenderBatch")
            {
                Frames++;
                _drawn.TrySetResult();
                Bytes += messages.Length;
                await SendAsync(PackedCall.Write("OnRenderCompleted", null, number, null));
            }
            else if (target == "JS.BeginInvokeJS")
            {
                await SendAsync(PackedCall.Write("EndInvokeJSFromDotNet", null, number, true, $"[{number},true,null]"));
            }
            else if (target == "JS.Error")
            {
                throw new InvalidOperationException("The circuit broke.");
            }
        }
    }

    private Task SendAsync(byte[] message) => _socket.SendAsync(message, WebSocketMessageType.Binary, endOfMessage: true, CancellationToken.None);

    [GeneratedRegex("<!--Blazor:(?<json>\\{\"type\":\"server\".*?\\})-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Marker();

    [GeneratedRegex("<!--Blazor-Server-Component-State:(?<state>.*?)-->", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex State();
}
