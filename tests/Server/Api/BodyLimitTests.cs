using System.Formats.Tar;
using System.Net.Sockets;
using System.Text;
using System.Text.Json.Nodes;

namespace MsLite.Web.Tests.Api;

/// <summary>Content that is larger than an address takes, at every address that takes any.</summary>
[Collection(ApiCollection.Name)]
public sealed class BodyLimitTests(ApiServer api)
{
    private static readonly string[] s_methods = ["put", "post", "delete"];

    public static TheoryData<string, string, string> Bodies
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (path, item) in AccessTableTests.Document()["paths"]!.AsObject())
            {
                foreach (var method in s_methods.Where(method => item![method]?["requestBody"] is not null))
                {
                    foreach (var (type, _) in item![method]!["requestBody"]!["content"]!.AsObject())
                    {
                        data.Add(method.ToUpperInvariant(), path, type);
                    }
                }
            }

            return data;
        }
    }

    /// <summary>Those that may be JSON.</summary>
    public static TheoryData<string, string> JsonBodies
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var row in Bodies.Where(row => row is [_, _, "application/json"]))
            {
                data.Add((string)row[0], (string)row[1]);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Bodies))]
    public async Task Is_refused_as_a_problem_before_it_is_read(string method, string path, string type)
    {
        var before = api.Tree.Files("srv");
        using var client = new TcpClient();
        await client.ConnectAsync(api.Server.Http.Host, api.Server.Http.Port);
        await using var stream = client.GetStream();
        var target = AccessTableTests.Fill(path, "own.example");
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"{method} {target} HTTP/1.1\r\nHost: {api.Server.Http.Authority}\r\nAuthorization: Bearer {api.Token("root")}\r\nContent-Type: {type}\r\nContent-Length: 10000000000\r\nConnection: close\r\n\r\n"));

        using var reader = new StreamReader(stream);
        var answer = await reader.ReadToEndAsync();

        Assert.StartsWith("HTTP/1.1 413 ", answer, StringComparison.Ordinal);
        Assert.Contains("Content-Type: application/problem+json", answer, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("larger than this address takes", answer, StringComparison.Ordinal);
        Assert.Equal(before, api.Tree.Files("srv"));
    }

    [Theory]
    [MemberData(nameof(JsonBodies))]
    public async Task What_is_no_JSON_is_a_problem_and_nothing_is_done(string method, string path)
    {
        var before = api.Tree.Files("srv");
        foreach (var content in new[] { "{\"note\": ", "[1, 2", "\"\\ud800\"", "\u0000" })
        {
            (await api.AskAsync("root", method, AccessTableTests.Fill(path, "own.example"), content)).AssertProblem(400);
        }

        Assert.Equal(before, api.Tree.Files("srv"));
    }

    /// <summary>Without a length in front the limit holds while it is read.</summary>
    [Theory]
    [InlineData("/api/v1/import?into=_global_/blacklisted/ips", "text/plain", 17)]
    [InlineData("/api/v1/domains/own.example/import?into=users/valid", "text/plain", 17)]
    [InlineData("/api/v1/import", "application/x-tar", 17)]
    [InlineData("/api/v1/messages/replay", "application/json", 1)]
    [InlineData("/api/v1/explain", "message/rfc822", 51)]
    public async Task Is_refused_while_it_comes_in_pieces(string path, string type, int megabytes)
    {
        var before = api.Tree.Files("srv");
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(api.Server.Http, path)) { Content = new PiecesContent(megabytes, type) };
        request.Headers.TryAddWithoutValidation("Authorization", $"Bearer {api.Token("root")}");
        request.Headers.ExpectContinue = true;

        using var response = await http.SendAsync(request);

        Assert.Equal((413, "application/problem+json"), ((int)response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        Assert.NotEmpty(JsonNode.Parse(await response.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>());
        Assert.Equal(before, api.Tree.Files("srv"));
    }

    /// <summary>Lines of comment, a mebibyte at a time; in a tar, the header of a member that is larger than the limit.</summary>
    private sealed class PiecesContent : HttpContent
    {
        private readonly int _megabytes;
        private readonly byte[] _piece;

        public PiecesContent(int megabytes, string type)
        {
            _megabytes = megabytes;
            _piece = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat("# nothing here\n\n", 1 << 16)));
            Headers.TryAddWithoutValidation("Content-Type", type);
            IsTar = type == "application/x-tar";
        }

        private bool IsTar { get; }

        protected override async Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context)
        {
            if (IsTar)
            {
                await stream.WriteAsync(Member());
            }

            try
            {
                for (var i = 0; i < _megabytes; i++)
                {
                    await stream.WriteAsync(_piece);
                }
            }
            catch (IOException)
            {
                // The server has said what it had to, and reads no further.
            }
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }

        /// <summary>The header alone: the server is told of more than it will read.</summary>
        private static byte[] Member()
        {
            using var tar = new MemoryStream();
            using (var writer = new TarWriter(tar, leaveOpen: true))
            {
                writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "own.example/users/valid/large") { DataStream = new MemoryStream(new byte[32 << 20]) });
            }

            return tar.GetBuffer()[..512];
        }
    }
}
