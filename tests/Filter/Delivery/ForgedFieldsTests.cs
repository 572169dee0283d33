using System.Buffers;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Filter.Spool;

namespace MsLite.Filter.Tests.Delivery;

public sealed class ForgedFieldsTests : IDisposable
{
    private readonly DeliveryWorld _world = new();

    public void Dispose() => _world.Dispose();

    [Theory]
    [InlineData("X-HELO: x")]
    [InlineData("x-remote-ip: 127.0.0.1")]
    [InlineData("X-Remote-Host : trusted.example.org")]
    [InlineData("X-MAIL-FROM:\r\n\tfolded@example.net")]
    [InlineData("X-RCPT-TO: a")]
    [InlineData("X-DOMAIN: a")]
    [InlineData("X-LOCALPART: a")]
    [InlineData("X-DKIM-RESULT: pass")]
    [InlineData("X-REJECT-REASON: none")]
    [InlineData("X-REJECT-PLUGIN: none")]
    [InlineData("X-Rspamd: no action (0)")]
    [InlineData("Authentication-Results: mx.example.org; spf=pass")]
    [InlineData("authentication-results : MX.Example.Org 1; spf=pass")]
    [InlineData("Authentication-Results: (ours) mx.example.org(v) 1 ;\r\n spf=pass")]
    [InlineData("Authentication-Results: \"mx.example.org\"; none")]
    [InlineData("Authentication-Results: mx.example.org")]
    public async Task Removes_what_claims_to_be_ours(string field)
    {
        Assert.Equal("Subject: a\r\nTo: b\r\n\r\nbody\r\n", await KeptAsync($"Subject: a\r\n{field}\r\nTo: b\r\n\r\nbody\r\n"));
        Assert.Equal("Subject: a\r\n\r\nbody\r\n", await KeptAsync($"{field}\r\n{field}\r\nSubject: a\r\n{field}\r\n\r\nbody\r\n"));
    }

    [Theory]
    [InlineData("X-HELO-2: x")]
    [InlineData("Y-HELO: x")]
    [InlineData("Authentication-Results: mx.example.net; spf=pass")]
    [InlineData("Authentication-Results: sub.mx.example.org; spf=pass")]
    [InlineData("Authentication-Results: ")]
    [InlineData("ARC-Authentication-Results: i=1; mx.example.org; spf=pass")]
    [InlineData("Received: from x by mx.example.org; now")]
    public async Task Leaves_everything_else_as_it_is(string field)
    {
        var message = $"Subject: a\r\n{field}\r\n\r\nX-HELO: this is body\r\n";
        Assert.Equal(message, await KeptAsync(message));
    }

    [Fact]
    public async Task Finds_the_forged_field_behind_a_thousand_others()
    {
        var many = string.Concat(Enumerable.Range(0, 1500).Select(i => $"A{i}: b\r\n"));
        Assert.Equal($"{many}\r\nbody\r\n", await KeptAsync($"{many}X-REMOTE-IP: 127.0.0.1\r\n\r\nbody\r\n"));
    }

    [Fact]
    public async Task Works_on_a_message_that_is_spooled_to_disk()
    {
        var body = string.Concat(Enumerable.Repeat("0123456789abcdef\r\n", 30_000));
        Assert.Equal($"Subject: a\r\n\r\n{body}", await KeptAsync($"X-HELO: a\r\nSubject: a\r\nX-DOMAIN: b\r\n\r\n{body}"));
    }

    [Fact]
    public async Task Finds_it_behind_lines_that_are_no_fields_and_where_no_empty_line_comes()
    {
        Assert.Equal("Subject: a\r\njunk\r\nmore\r\n", await KeptAsync("Subject: a\r\njunk\r\nX-HELO: a\r\nmore\r\n"));
        var junk = string.Concat(Enumerable.Repeat("junk without an end\r\n", 30_000));
        Assert.Equal($"Subject: a\r\n{junk}", await KeptAsync($"Subject: a\r\n{junk}X-HELO: a\r\n"));
    }

    [Fact]
    public async Task A_message_of_forged_fields_only_and_an_empty_one_are_no_trouble()
    {
        Assert.Equal("", await KeptAsync("X-HELO: a\r\n"));
        Assert.Equal("\r\nbody", await KeptAsync("X-HELO: a\r\n\r\nbody"));
        Assert.Equal("", await KeptAsync(""));
    }

    [Fact]
    public void Removes_whole_lines_and_nothing_else_from_whatever_comes()
    {
        string[] lines = ["X-HELO: a\r\n", "Subject: b\r\n", " folded\r\n", "\r\n", "junk\r\n", "x-domain : c\r\n", "From me\r\n", ":\r\n", "X-HELO\r\n"];
        var messages = Gen.Select(Gen.Elements(lines).ListOf(), list => list.ToArray()).ToArbitrary();
        Prop.ForAll(messages, message =>
        {
            var whole = string.Concat(message);
            var kept = Kept(whole);

            // What is kept is the original with pieces cut out, and no field of ours stands before the first empty line.
            return IsSubsequence(kept, whole) && !("\r\n" + Header(kept)).Contains("\r\nX-HELO:", StringComparison.Ordinal);
        }).QuickCheckThrowOnFailure();
    }

    private static string Header(string message)
    {
        var end = ("\r\n" + message).IndexOf("\r\n\r\n", StringComparison.Ordinal);
        return end < 0 ? message : message[..Math.Max(0, end)];
    }

    private static bool IsSubsequence(string part, string whole)
    {
        var at = 0;
        foreach (var c in whole)
        {
            at += at < part.Length && part[at] == c ? 1 : 0;
        }

        return at == part.Length;
    }

    private static string Kept(string message)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(message.Length);
        var length = Encoding.Latin1.GetBytes(message, bytes);
        using var content = new SpooledMessage(bytes, length);
        var pieces = new ForgedFields(DeliveryWorld.Hostname).Kept(content, bodyOffset: 0);
        return string.Concat(pieces.Select(piece => message.Substring((int)piece.Offset, (int)piece.Length)));
    }

    private async Task<string> KeptAsync(string message)
    {
        var transaction = await _world.ReceiveAsync(message);
        var stamped = _world.Stamp.ForDelivery(transaction, [DeliveryWorld.To("bob@example.com")]);
        return (await DeliveryWorld.TextAsync(stamped))[stamped.AddedFields.Length..];
    }
}
