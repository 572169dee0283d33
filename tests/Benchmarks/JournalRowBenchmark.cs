using System.Globalization;
using System.Net;
using System.Text;
using MsLite.Filter;
using MsLite.Filter.Journal;
using MsLite.Filter.Spool;
using MsLite.Filter.State;
using MsLite.Mail;
using MsLite.Mail.Mime;
using MsLite.Smtp;

namespace MsLite.Benchmarks;

/// <summary>Processor time of one row of the journal, the kernel's part included, without a server around it whose noise is larger.</summary>
internal static class JournalRowBenchmark
{
    private const int Rows = 60_000;
    private const int RowsTogether = 1_000;
    private const int Senders = 20_000;
    private const int Recipients = 5_000;
    private const int Domains = 2_000;

    private static readonly byte[] s_message = Encoding.ASCII.GetBytes(
        "From: Ann <ann@client.example>\r\nTo: bob@example.com\r\nSubject: benchmark\r\nDate: Mon, 2 Nov 2026 10:00:00 +0000\r\nMessage-ID: <1@client.example>\r\n\r\n"
        + string.Concat(Enumerable.Repeat("The quick brown fox jumps over the lazy dog, and then once more.\r\n", 14)));

    private static readonly SpooledMessage s_content = new(s_message, s_message.Length);
    private static readonly MsLiteOptions s_options = new();
    private static readonly MimeMessage s_parsed = MimeMessage.Parse(new MemoryStream(s_message));

    public static async Task<int> RunAsync()
    {
        var folder = Directory.CreateTempSubdirectory("mslite-journal-row-");
        try
        {
            var path = Path.Combine(folder.FullName, "state.db");
            await using var database = StateDatabase.OfFile(path);
            await MeasureAsync(database, "warming up", random: false);
            await MeasureAsync(database, "warm", random: false);
            await MeasureAsync(database, "one sender, one recipient", random: false);
            await MeasureAsync(database, "random senders, recipients and clients", random: true);
            await MeasureAsync(database, "random domains as well", random: true, Domains);
            await using var connection = await database.OpenAsync(CancellationToken.None);
            await connection.ExecuteAsync("PRAGMA wal_checkpoint(TRUNCATE)", CancellationToken.None);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{new FileInfo(path).Length / 5 / Rows} bytes a row on disk, indexes included"));
            return 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    /// <summary>Those of a row as most are.</summary>
    public static byte[] SomeDetails()
    {
        var mail = Mail(0, domains: 1);
        var row = new PendingRow(new RowPacking(mail, TimeSpan.FromMilliseconds(8)).Pack(FateOf(mail)).ToArray());
        return row.Bytes(PendingRow.Columns - 1).ToArray();
    }

    /// <summary>The two parts of the cost by themselves: what the message waits for, and what the writer does afterwards, as many rows in a transaction as gather under load.</summary>
    private static async Task MeasureAsync(StateDatabase database, string what, bool random, int domains = 1)
    {
        var mails = Enumerable.Range(0, Rows).Select(_ => Mail(random ? Random.Shared.Next(1_000_000) : 0, domains)).Select(mail => (Mail: mail, Fate: FateOf(mail))).ToArray();
        await using var connection = await database.OpenToWriteAsync(CancellationToken.None);
        var rows = new PendingRows();
        var (making, writing) = (TimeSpan.Zero, TimeSpan.Zero);
        foreach (var together in mails.Chunk(RowsTogether))
        {
            var begun = Environment.CpuUsage.TotalTime;
            rows.Clear();
            Array.ForEach(together, mail => rows.Add(new RowPacking(mail.Mail, TimeSpan.FromMilliseconds(8)).Pack(mail.Fate)));
            var made = Environment.CpuUsage.TotalTime;
            await using var transaction = await connection.BeginTransactionAsync();
            await JournalTable.InsertAsync(connection, transaction, rows.Slice(0, RowsTogether));
            await transaction.CommitAsync();
            making += made - begun;
            writing += Environment.CpuUsage.TotalTime - made;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"a row, {what}: {making.TotalMicroseconds / Rows:F1} µs of processor time before the mail goes on, {writing.TotalMicroseconds / Rows:F1} µs to write it"));
    }

    private static Fate FateOf(Transaction mail) => new(
        mail.Recipients[0], FateKind.Delivered, new Verdict(VerdictKind.Deliver, "", null, null, Trace(mail)), new SmtpReply(250, "2.0.0", $"Ok [ref {mail.Id}]"), "smtp://127.0.0.1:25");

    /// <summary>What <c>checks/all</c> says of such a message.</summary>
    private static List<TraceEntry> Trace(Transaction mail)
    {
        var (client, sender, recipient) = (mail.Client.Address.ToString(), mail.ReturnPath!.Key, mail.Recipients[0].Address.Key);
        const string All = "example.com/checks/all";
        return
        [
            new("whitelisted/ips", client, null, TraceResult.Pass, "", 0.003),
            new("whitelisted/senders", sender, null, TraceResult.Pass, "", 0.001),
            new("whitelisted/domains", "client.example", null, TraceResult.Pass, "", 0),
            new("whitelisted/recipients", recipient, null, TraceResult.Pass, "", 0),
            new("blacklisted/ips", client, null, TraceResult.Pass, "", 0.005),
            new("blacklisted/hosts", "client.example", null, TraceResult.Pass, "", 0),
            new("blacklisted/senders", sender, null, TraceResult.Pass, "", 0.005),
            new("blacklisted/domains", "client.example", null, TraceResult.Pass, "", 0.002),
            new("blacklisted/tld", "client.example", null, TraceResult.Pass, "", 0),
            new("users", recipient, "example.com/users/valid/bob", TraceResult.Pass, "", 0.011),
            new("checks/sender", sender, All, TraceResult.Pass, "", 0.003),
            new("checks/helo", "client.example", All, TraceResult.Pass, "", 0.007),
            new("checks/rdns4", client, All, TraceResult.Pass, "", 0.027),
            new("checks/rdns6", client, All, TraceResult.Pass, "The client is of the other address family.", 0),
            new("checks/date", "Mon, 2 Nov 2026 10:00:00 +0000", All, TraceResult.Pass, "", 0.005),
            new("checks/empty_body", "", All, TraceResult.Pass, "", 0.002),
            new("checks/mailman", "benchmark", All, TraceResult.Pass, "", 0.004),
            new("checks/address", sender, All, TraceResult.Pass, "", 0.014),
            new("checks/mailers", "", All, TraceResult.Pass, "", 0.001),
            new("checks/dkim", sender, All, TraceResult.Pass, "", 0.011),
            new("checks/dkim_check", "", All, TraceResult.Pass, "The message is not signed.", 1.725),
            new("checks/spf", sender, All, TraceResult.Pass, "pass: client.example", 0.025),
            new("checks/clamav", "", All, TraceResult.Abstain, "There is no clamd here (server: none).", 0.004),
        ];
    }

    private static Transaction Mail(int number, int domains)
    {
        var transaction = new Transaction
        {
            Id = Reference.New(TimeProvider.System),
            Client = new SmtpClientHost
            {
                SessionId = "0HNQAV68165NJ",
                EndPoint = new IPEndPoint(new IPAddress([10, (byte)(number >> 16), (byte)(number >> 8), (byte)number]), 40000),
                LocalEndPoint = new IPEndPoint(IPAddress.Loopback, 25),
                HelloName = "client.example",
                GivenName = "client.example",
            },
            ReturnPath = new EmailAddress($"ann{number % Senders}", "client.example"),
            Parameters = MailParameters.None,
            Received = DateTimeOffset.UtcNow,
            Options = s_options,
            Content = s_content,
            Message = s_parsed,
        };
        transaction.AuthenticationResults.Add("spf=pass smtp.mailfrom=ann@client.example");
        transaction.AuthenticationResults.Add("dkim=none");
        transaction.Recipients.Add(new Recipient(new EmailAddress($"bob{number * 7 % Recipients}", domains == 1 ? "example.com" : $"example{number % domains}.com"), RcptParameters.None));
        return transaction;
    }
}
