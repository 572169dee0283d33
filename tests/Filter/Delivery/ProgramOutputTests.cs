using System.Diagnostics;
using System.Text;
using MsLite.Filter.Delivery;

namespace MsLite.Filter.Tests.Delivery;

public sealed class ProgramOutputTests
{
    [Fact]
    public async Task What_a_program_printed_is_there_when_it_has_ended_whoever_still_holds_its_output_open()
    {
        for (var i = 0; i < 20; i++)
        {
            using var process = Start("echo 550 No; sleep 5 & exit 0");
            var output = new ProgramOutput(process.StandardOutput.BaseStream);
            await process.WaitForExitAsync();

            Assert.Equal("550 No\n", Encoding.ASCII.GetString(await output.TakeAsync(TimeSpan.Zero, TimeProvider.System)));
        }
    }

    [Fact]
    public async Task One_who_prints_without_end_keeps_nobody_waiting_and_only_the_beginning_is_kept()
    {
        using var process = Start("yes 550 & echo $!; exec cat");
        try
        {
            var output = new ProgramOutput(process.StandardOutput.BaseStream);
            byte[] taken = [];
            while (taken.Length < 8 * 1024)
            {
                taken = await output.TakeAsync(TimeSpan.Zero, TimeProvider.System);
            }

            Assert.Equal(8 * 1024, taken.Length);
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static Process Start(string script) =>
        Process.Start(new ProcessStartInfo("sh", ["-c", script]) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false })!;
}
