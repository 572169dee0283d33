using System.Text;
using FsCheck;
using FsCheck.Fluent;
using MsLite.Mail.Mime;

namespace MsLite.Mail.Tests.Mime;

public sealed class PropertyTests
{
    private static readonly Gen<char> s_anyChar = Gen.OneOf(
        Gen.Elements("abcXYZ019 .@\"\\()<>[],;:=?_-\t".ToCharArray()),
        Gen.Choose(1, 0xd7ff).Select(c => (char)c));

    private static readonly Gen<string> s_text = s_anyChar.ArrayOf().Select(chars => new string(chars));

    private static readonly Gen<byte[]> s_mailLike =
        Gen.Elements(
            "\r\n", "\n", "\r\n\r\n", "Subject: x", "Content-Type: multipart/mixed; boundary=b", "--b", "--b--", " folded", "junk", ":", "From a b",
            "Content-Type: message/rfc822", "Content-Transfer-Encoding: base64", "=?utf-8?q?x?=", "\0", "\u00ff", "Content-Disposition: attachment")
        .ArrayOf().Select(pieces => Encoding.Latin1.GetBytes(string.Concat(pieces)));

    [Fact]
    public void Parsing_never_throws_for_any_bytes() =>
        Prop.ForAll(Gen.OneOf(ArbMap.Default.GeneratorFor<byte[]>(), s_mailLike).ToArbitrary(), bytes =>
        {
            var message = MimeMessage.Parse(bytes ?? []);
            return message.IsEmptyBody() || message.Root.All().Any();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_message_reads_the_same_from_memory_and_from_a_stream() =>
        Prop.ForAll(s_mailLike.ToArbitrary(), bytes =>
        {
            var memory = MimeMessage.Parse(bytes);
            var stream = MimeMessage.Parse(new OneByteStream(bytes));
            return memory.Headers.Select(field => field.ToString()).SequenceEqual(stream.Headers.Select(field => field.ToString()))
                && memory.Root.All().Select(part => (part.Offset, part.BodyOffset, part.BodyLength))
                    .SequenceEqual(stream.Root.All().Select(part => (part.Offset, part.BodyOffset, part.BodyLength)))
                && memory.DefectFlags == stream.DefectFlags;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Line_ends_make_no_difference_to_the_tree() =>
        Prop.ForAll(s_mailLike.ToArbitrary(), bytes =>
        {
            var text = Encoding.Latin1.GetString(bytes).Replace("\r\n", "\n", StringComparison.Ordinal);
            var lf = MimeMessage.Parse(Encoding.Latin1.GetBytes(text));
            var crlf = MimeMessage.Parse(Encoding.Latin1.GetBytes(text.Replace("\n", "\r\n", StringComparison.Ordinal)));
            return lf.Headers.Select(field => field.ToString()).SequenceEqual(crlf.Headers.Select(field => field.ToString()))
                && lf.Root.All().Select(part => part.ContentType.MediaType).SequenceEqual(crlf.Root.All().Select(part => part.ContentType.MediaType))
                && lf.IsEmptyBody() == crlf.IsEmptyBody();
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_address_is_read_back_as_it_was_written() =>
        Prop.ForAll(s_text.ToArbitrary(), s_text.ToArbitrary(), (name, local) =>
        {
            local = Clean(local);
            var address = new EmailAddress(local, "example.net");
            var quotedName = Clean(name).Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal);
            var list = AddressListParser.Parse($"\"{quotedName}\" <{address}>, next@example.org");
            return list.Mailboxes is [var first, { Address: "next@example.org" }]
                && first.LocalPart == local && first.Domain == "example.net" && first.IsValid && !list.IsAmbiguous;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Every_header_field_is_read_back_as_it_was_written() =>
        Prop.ForAll(s_text.ToArbitrary(), s_text.ToArbitrary(), (first, second) =>
        {
            (first, second) = (Clean(first).Trim(' ', '\t'), Clean(second).Trim(' ', '\t'));
            var text = $"X-First: {first}\r\nX-Second:\r\n {second}\r\n\r\nbody";
            var message = MimeMessage.Parse(Encoding.UTF8.GetBytes(text));
            return message.Headers.Count == 2 && message.Headers[0].Value == first && message.Headers[1].Value == second
                && message.Headers[1].Offset == message.Headers[0].Length;
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Base64_is_undone_however_it_is_cut() =>
        Prop.ForAll<byte[], PositiveInt>((bytes, length) => Decode(TransferEncoding.Base64, Convert.ToBase64String(bytes ?? [], Base64FormattingOptions.InsertLineBreaks), length.Get)
            .AsSpan().SequenceEqual(bytes ?? [])).QuickCheckThrowOnFailure();

    [Fact]
    public void Quoted_printable_is_undone_however_it_is_cut() =>
        Prop.ForAll<byte[], PositiveInt>((bytes, length) => Decode(TransferEncoding.QuotedPrintable, string.Concat((bytes ?? []).Select(one => $"={one:X2}=\r\n")), length.Get)
            .AsSpan().SequenceEqual(bytes ?? [])).QuickCheckThrowOnFailure();

    private static byte[] Decode(TransferEncoding encoding, string text, int pieceLength)
    {
        var decoder = TransferDecoder.For(encoding);
        var output = new byte[pieceLength + TransferDecoder.MaxHeld];
        var result = new MemoryStream();
        foreach (var piece in Encoding.ASCII.GetBytes(text).Chunk(pieceLength))
        {
            result.Write(output, 0, decoder.Decode(piece, output));
        }

        result.Write(output, 0, decoder.Flush(output));
        return result.ToArray();
    }

    private static string Clean(string text) => new([.. text.Where(c => !char.IsControl(c))]);

    /// <summary>A stream that gives one byte at a time.</summary>
    private sealed class OneByteStream(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
