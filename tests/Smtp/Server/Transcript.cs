namespace MsLite.Smtp.Tests.Server;

/// <summary>Sends the same bytes whole, in pieces and one by one: how they arrive must not change what is answered.</summary>
internal static class Transcript
{
    /// <summary>The reply lines to <paramref name="input"/>, the same in each way; the client then sends no more.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(string input, Action<InMemoryServer>? arrange = null)
    {
        var whole = await RunAsync(input, arrange, input.Length);
        foreach (var size in new[] { 1, 2, 7, 100 })
        {
            Assert.Equal(whole, await RunAsync(input, arrange, size));
        }

        return whole;
    }

    /// <summary>The codes, with the enhanced status if there is one, of each reply's last line.</summary>
    public static string Codes(IEnumerable<string> lines) =>
        string.Join(' ', lines.Where(line => line.Length > 3 && line[3] == ' ').Select(Code));

    private static string Code(string line)
    {
        var words = line.Split(' ');
        return words.Length > 2 && words[1].Length >= 5 && words[1][1] == '.' ? $"{words[0]}/{words[1]}" : words[0];
    }

    private static async Task<IReadOnlyList<string>> RunAsync(string input, Action<InMemoryServer>? arrange, int size)
    {
        using var server = new InMemoryServer();
        arrange?.Invoke(server);
        var client = server.Connect();
        var sending = SendAsync(client, input, Math.Max(size, 1));
        var lines = await client.RestAsync();
        await sending;
        await client.Server;
        return lines;
    }

    private static async Task SendAsync(TestClient client, string input, int size)
    {
        for (var i = 0; i < input.Length; i += size)
        {
            if (!await client.TrySendAsync(input[i..Math.Min(i + size, input.Length)]))
            {
                break;
            }
        }

        client.Finish();
    }
}
