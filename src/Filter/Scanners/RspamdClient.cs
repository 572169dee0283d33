using System.Net;
using System.Text;

namespace MsLite.Filter.Scanners;

/// <summary>Gives a message to rspamd (HTTP, /checkv2) together with what is known of its sender, and reads what it says.</summary>
internal static class RspamdClient
{
    /// <summary>Symbols with their options; the largest seen have some 20 KiB.</summary>
    private const int MostReply = 1 << 20;

    private const int Piece = 64 * 1024;

    /// <summary>rspamd's rules know what many recipients mean from far fewer.</summary>
    private const int MostRecipients = 100;

    private static readonly HttpClient s_http = new(new SocketsHttpHandler
    {
        UseProxy = false,
        UseCookies = false,
        AllowAutoRedirect = false,
        MaxResponseHeadersLength = 16,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(15),
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
    })
    {
        // The token's to say.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <exception cref="ScannerException">rspamd does not answer as it should.</exception>
    public static async Task<RspamdReply> ScanAsync(EndPoint server, Transaction transaction, CancellationToken ct)
    {
        await using var content = transaction.Content.OpenRead();
        using var request = new HttpRequestMessage(HttpMethod.Post, Address(server)) { Content = new StreamContent(content, Piece) };
        AddFacts(request, transaction);
        using var response = await s_http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, ct);
        var body = await ReadAsync(response, ct);
        return response.StatusCode == HttpStatusCode.OK
            ? RspamdReply.Parse(body)
            : throw new ScannerException($"It answered {(int)response.StatusCode} {PlainText.Clean(Encoding.UTF8.GetString(body.Span))}".TrimEnd() + ".");
    }

    private static Uri Address(EndPoint server) => server is DnsEndPoint name
        ? new Uri($"http://{name.Host}:{name.Port}/checkv2")
        : new Uri($"http://{server}/checkv2");

    /// <summary>No User: nobody signs in here.</summary>
    private static void AddFacts(HttpRequestMessage request, Transaction transaction)
    {
        Add(request, "From", transaction.ReturnPath?.ToString() ?? "");
        foreach (var recipient in transaction.Recipients.Take(MostRecipients))
        {
            Add(request, "Rcpt", recipient.Address.ToString());
        }

        Add(request, "IP", transaction.Client.Address.ToString());
        Add(request, "Helo", transaction.HelloName);
        Add(request, "Hostname", transaction.ReverseName ?? "");
        Add(request, "Queue-Id", transaction.Id);
    }

    /// <summary>Strangers chose most of the values: none may end its line.</summary>
    private static void Add(HttpRequestMessage request, string name, string value)
    {
        if (value.Length > 0)
        {
            request.Headers.TryAddWithoutValidation(name, string.Concat(value.Where(c => !char.IsControl(c))));
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, CancellationToken ct)
    {
        var buffer = new MemoryStream();
        var piece = new byte[16 * 1024];
        await using var body = await response.Content.ReadAsStreamAsync(ct);
        while (await body.ReadAsync(piece, ct) is var count && count > 0)
        {
            if (buffer.Length + count > MostReply)
            {
                throw new ScannerException($"It sent a reply of more than {MostReply} bytes, which is no answer.");
            }

            buffer.Write(piece, 0, count);
        }

        return buffer.GetBuffer().AsMemory(0, (int)buffer.Length);
    }
}
