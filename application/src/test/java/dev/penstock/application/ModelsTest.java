package dev.penstock.application;

import static org.assertj.core.api.Assertions.assertThat;

import dev.penstock.domain.chat.ClientApi;
import dev.penstock.domain.failure.UpstreamException;
import dev.penstock.domain.port.CatalogModel;
import dev.penstock.domain.port.ModelCatalog;
import dev.penstock.domain.route.DefaultModel;
import dev.penstock.domain.route.ModelAlias;
import dev.penstock.domain.route.ModelPattern;
import dev.penstock.domain.route.ModelRoute;
import dev.penstock.domain.route.ProviderId;
import dev.penstock.domain.route.RouteTarget;
import dev.penstock.domain.route.TimeLimits;
import dev.penstock.domain.route.UpstreamModel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class ModelsTest {
    private static final ProviderId USUAL = new ProviderId("usual");
    private static final ProviderId OTHER = new ProviderId("other");

    private final MutableClock clock = new MutableClock();
    private final FakeCatalog usual = new FakeCatalog();
    private final FakeCatalog other = new FakeCatalog();
    private Aliases aliases = Aliases.NONE;

    @Test
    void listsTheDefaultModelThenTheRoutesThenWhatTheProvidersHave() {
        usual.tells(model("max", 1000), model("plus", 2000));
        other.tells(model("max", 3000));

        assertThat(models(route("coder", target(OTHER, "max"))).list(Optional.empty())).containsExactly(
                listed("max", "usual", 1000), listed("coder", "other", 3000), listed("plus", "usual", 2000),
                listed("other/max", "other", 3000));
    }

    @Test
    void asksAgainAtOnceWhenSomebodyElseAnswersForAProvider() {
        usual.tells(model("max", 1000));
        other.tells(model("old", 1));
        Models models = models();
        models.list(Optional.empty());
        other.tells(model("new", 1));

        models.renewed(OTHER);
        assertThat(models.list(Optional.empty())).extracting(ListedModel::id)
                .contains("other/new")
                .doesNotContain("other/old");
    }

    @Test
    void doesNotKeepWhatWasToldByTheOneBefore() {
        Models models = models();
        other.answers.add(() -> {
            models.renewed(OTHER);
            return List.of(model("old", 1));
        });
        models.list(Optional.empty());
        other.tells(model("new", 1));

        assertThat(models.list(Optional.empty())).extracting(ListedModel::id)
                .contains("other/new")
                .doesNotContain("other/old");
    }

    @Test
    void givesAnAliasTheShortestContextOfItsUpstreams() {
        usual.tells(model("max", 1000));
        other.tells(model("max", 3000), CatalogModel.of("mystery"));

        assertThat(
                models(route("coder", target(OTHER, "max"), target(OTHER, "mystery"), target(USUAL, "max")))
                        .list(Optional.empty()))
                .contains(listed("coder", "other", 1000));
    }

    @Test
    void listsTheAliasesOfTheClientsApi() {
        aliases = new Aliases(Map.of(ClientApi.MESSAGES,
                List.of(new ModelAlias(new ModelPattern("claude-opus"), new ModelPattern("other/large")),
                        new ModelAlias(new ModelPattern("claude-*"), new ModelPattern("max")))));
        usual.tells(model("max", 1000));
        other.tells(model("large", 3000));
        Models models = models();

        assertThat(models.list(Optional.of(ClientApi.MESSAGES)))
                .contains(listed("claude-opus", "other", 3000))
                .hasSize(3);
        assertThat(models.list(Optional.of(ClientApi.RESPONSES))).hasSize(2);
        assertThat(models.list(Optional.empty())).hasSize(2);
    }

    @Test
    void saysNothingOfAContextThatNobodyTold() {
        assertThat(models(route("coder", target(OTHER, "max"))).list(Optional.empty())).containsExactly(
                new ListedModel("max", "usual", OptionalLong.empty()),
                new ListedModel("coder", "other", OptionalLong.empty()));
    }

    @Test
    void doesNotListPatternsButWhereTheyLead() {
        usual.tells(model("qwen-max", 1000), model("plus", 2000));
        other.tells(model("qwen/qwen-max", 500));

        assertThat(models(route("qwen*", target(OTHER, "qwen/qwen*"))).list(Optional.empty()))
                .containsExactly(
                        new ListedModel("max", "usual", OptionalLong.empty()),
                        listed("qwen-max", "other", 500),
                        listed("plus", "usual", 2000), listed("other/qwen/qwen-max", "other", 500));
    }

    @Test
    void showsWhoAnswersToTheDefaultModelIfThatIsAnAlias() {
        usual.tells(model("max", 1000));
        other.tells(model("large", 500));

        assertThat(models(route("max", target(OTHER, "large"), target(USUAL, "max"))).list(Optional.empty()))
                .contains(listed("max", "other", 500))
                .filteredOn(model -> model.id().equals("max"))
                .hasSize(1);
    }

    @Test
    void leavesOutNamesThatCouldNotBeAskedFor() {
        usual.tells(CatalogModel.of(" "), CatalogModel.of("other/"), model("plus", 2000));

        assertThat(models().list(Optional.empty())).extracting(ListedModel::id)
                .containsExactly("max", "plus");
    }

    @Test
    void keepsACatalogueForFiveMinutes() {
        usual.tells(model("old", 1));
        usual.tells(model("new", 1));
        Models models = models();

        assertThat(models.list(Optional.empty())).contains(listed("old", "usual", 1));
        clock.advance(Duration.ofMinutes(5).minusNanos(1));
        assertThat(models.list(Optional.empty())).contains(listed("old", "usual", 1));
        clock.advance(Duration.ofNanos(1));
        assertThat(models.list(Optional.empty())).contains(listed("new", "usual", 1))
                .doesNotContain(listed("old", "usual", 1));
    }

    @Test
    void asksAProviderThatDoesNotTellAgainOnlyAfterAWhile() {
        usual.breaks(new UpstreamException(Failures.UNAVAILABLE));
        usual.tells(model("plus", 1));
        other.tells(model("large", 2));
        Models models = models();

        assertThat(models.list(Optional.empty())).extracting(ListedModel::id)
                .containsExactly("max", "other/large");
        clock.advance(Duration.ofSeconds(19));
        assertThat(models.list(Optional.empty())).extracting(ListedModel::id).doesNotContain("plus");
        clock.advance(Duration.ofSeconds(1));
        assertThat(models.list(Optional.empty())).contains(listed("plus", "usual", 1));
    }

    @Test
    void goesOnWithWhatAProviderToldBeforeItBroke() {
        usual.tells(model("plus", 1));
        usual.breaks(new UpstreamException(Failures.TIMED_OUT));
        Models models = models();
        models.list(Optional.empty());
        clock.advance(Duration.ofMinutes(5));

        assertThat(models.list(Optional.empty())).contains(listed("plus", "usual", 1));
    }

    @Test
    void takesADefectOfAPlugInForAProviderThatDoesNotTell() {
        usual.breaks(new IllegalStateException("a defect"));
        Models models = models();

        assertThat(models.list(Optional.empty())).extracting(ListedModel::id).containsExactly("max");
        assertThat(models.list(Optional.empty())).extracting(ListedModel::id).containsExactly("max");
        assertThat(usual.asked).isEqualTo(1);
    }

    @Test
    void asksAllProvidersAtATime() {
        CountDownLatch bothAsked = new CountDownLatch(2);
        ModelCatalog waiting = () -> {
            bothAsked.countDown();
            Threads.await(() -> bothAsked.getCount() == 0);
            return List.of();
        };

        assertThat(models(waiting, waiting).list(Optional.empty())).hasSize(1);
    }

    @Test
    void showsTheUpstreamsNameForPeopleWhereTheModelHasItsOwnName() {
        other.tells(new CatalogModel("large", OptionalLong.empty(), Optional.of("Large 2")));

        assertThat(models(route("coder", target(OTHER, "large"))).list(Optional.empty()))
                .extracting(ListedModel::displayName)
                .containsExactly("max", "coder", "Large 2");
    }

    @Test
    void doesNotWaitForAProviderThatTakesTooLongAndListsItLater() throws InterruptedException {
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        ModelCatalog slow = () -> {
            asked.countDown();
            Threads.await(() -> told.getCount() == 0);
            return List.of(model("large", 1));
        };
        usual.tells(model("plus", 1));
        Models models = models(usual, slow, Duration.ofMillis(300));

        assertThat(models.list(Optional.empty())).extracting(ListedModel::id).contains("max");
        asked.await();
        told.countDown();
        Threads.await(() -> models.list(Optional.empty())
                .stream()
                .anyMatch(model -> model.id().equals("other/large")));
    }

    private Models models(ModelRoute... routes) {
        return models(usual, other, routes);
    }

    private Models models(ModelCatalog ofUsual, ModelCatalog ofOther, ModelRoute... routes) {
        return models(ofUsual, ofOther, Duration.ofSeconds(20), routes);
    }

    private Models models(ModelCatalog ofUsual, ModelCatalog ofOther, Duration longestWait,
            ModelRoute... routes) {
        Providers providers = new Providers(List.of(connected(USUAL, ofUsual), connected(OTHER, ofOther)),
                CircuitSettings.USUAL, clock, clock);
        return new Models(providers, List.of(routes), aliases,
                DefaultModel.of(new UpstreamModel(USUAL, "max")), clock, longestWait);
    }

    private static Providers.Connected connected(ProviderId id, ModelCatalog catalog) {
        return new Providers.Connected(id, List.of(Way.toChat(new FakePort())), Optional.of(catalog),
                ConcurrencySettings.upTo(1000));
    }

    private static ModelRoute route(String model, RouteTarget... targets) {
        return new ModelRoute(new ModelPattern(model), List.of(targets), TimeLimits.NONE, false);
    }

    private static RouteTarget target(ProviderId provider, String name) {
        return new RouteTarget(provider, new ModelPattern(name), 0);
    }

    private static CatalogModel model(String name, long contextLength) {
        return new CatalogModel(name, OptionalLong.of(contextLength));
    }

    private static ListedModel listed(String id, String owner, long contextLength) {
        return new ListedModel(id, owner, OptionalLong.of(contextLength));
    }

    /// Tells one thing after the other, and nothing when there is nothing left.
    private static final class FakeCatalog implements ModelCatalog {
        private final Deque<ModelCatalog> answers = new ArrayDeque<>();
        private int asked;

        void tells(CatalogModel... models) {
            answers.add(() -> List.of(models));
        }

        void breaks(RuntimeException how) {
            answers.add(() -> {
                throw how;
            });
        }

        @Override
        public List<CatalogModel> models() {
            asked++;
            return answers.isEmpty() ? List.of() : answers.removeFirst().models();
        }
    }
}
