using MsLite.Filter.Access;

namespace MsLite.Filter.Tests.Access;

public sealed class AnswerBookTests : IAsyncDisposable
{
    private readonly AccessWorld _world = new();

    public ValueTask DisposeAsync() => _world.DisposeAsync();

    [Fact]
    public async Task The_first_request_is_carried_out_and_its_answer_kept()
    {
        Assert.Null(await BeginAsync());
        Assert.Equal(new FormerAnswer("hash", 0, "", ""), await BeginAsync());
        await _world.Answers.EndAsync("ann", "k", 200, "application/json", "{}");

        Assert.Equal(new FormerAnswer("hash", 200, "application/json", "{}"), await BeginAsync("other"));
    }

    [Fact]
    public async Task Keys_of_others_are_other_keys()
    {
        await BeginAsync();

        Assert.Null(await _world.Answers.BeginAsync("bea", "k", "hash", CancellationToken.None));
    }

    [Fact]
    public async Task What_came_to_nothing_may_be_tried_again()
    {
        await BeginAsync();
        await _world.Answers.ForgetAsync("ann", "k");

        Assert.Null(await BeginAsync());
    }

    [Fact]
    public async Task A_request_that_died_with_its_process_may_be_tried_again_after_a_while()
    {
        await BeginAsync();
        _world.Clock.Advance(TimeSpan.FromMinutes(9));
        Assert.NotNull(await BeginAsync());

        _world.Clock.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await BeginAsync());
    }

    [Fact]
    public async Task An_answer_is_kept_for_a_day()
    {
        await BeginAsync();
        await _world.Answers.EndAsync("ann", "k", 200, "application/json", "{}");
        _world.Clock.Advance(AnswerBook.KeptFor - TimeSpan.FromSeconds(1));
        Assert.NotNull(await BeginAsync());
        Assert.Equal(0, await _world.Answers.ExpireAsync(CancellationToken.None));

        _world.Clock.Advance(TimeSpan.FromSeconds(1));

        Assert.Equal(1, await _world.Answers.ExpireAsync(CancellationToken.None));
        Assert.Null(await BeginAsync());
    }

    private Task<FormerAnswer?> BeginAsync(string request = "hash") => _world.Answers.BeginAsync("ann", "k", request, CancellationToken.None);
}
